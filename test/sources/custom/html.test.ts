/** Pages in HTML, read by selectors. */
import { at } from '../../domain/story.ts';
import type { ExtractionRecipe } from '../../../src/sources/custom/recipe.ts';
import { htmlReader, selectorFault } from '../../../src/sources/custom/html.ts';
import { page, observationOf, sourceOf } from '../pages.ts';
import { faultOf, lookingAt } from '../reading.ts';

const recipe: ExtractionRecipe = {
  url: (id, baseUrl) => `${baseUrl}/p/${id}`,
  signatures: { find: '.count' },
  locale: 'fr',
  timeZone: 'Europe/Paris',
};
const reading = (changes: Partial<ExtractionRecipe> = {}) => sourceOf(htmlReader({ ...recipe, ...changes }));
const known = { petition: 'html/x', counts: [], thresholds: {}, alerts: 0 };

test('the count is what is shown of the element, by the locale of the page', async () => {
  const shown = page('<p class="count"> 1&nbsp;234\n <!-- 9 --><style>8</style>567 </p><p class="count">1234567</p>');
  await lookingAt(reading(), shown, async ({ look, platform }) => {
    expect((await look()).observation).toMatchObject({ kind: 'reading', signatures: 1_234_567 });
    expect(platform.requests[0]?.headers.accept).toBe('text/html, application/xhtml+xml');
  });
});

test.each([
  ['an attribute', '<b class="count" data-n="1234">x</b>', { find: '.count', attribute: 'data-n' }],
  [
    'a part of a text',
    '<b class="count">Déjà 1 234 signatures !</b>',
    { find: '.count', pattern: '([0-9 ]+) signatures' },
  ],
  ['markup around it', '<b class="count"><i><span>1 234</span></i></b>', { find: '.count' }],
  [
    'the page',
    '<html><body><p>x<p>Signatures: 1 234<p>500 000',
    { find: 'body', pattern: 'Signatures: ([0-9 ]*[0-9]) 500' },
  ],
  // HTML standard, 13.1.2.4.
  [
    'the page, whose tag is left out',
    '<!DOCTYPE html><title>9</title><p>x<p>Signatures: 1 234<p>500 000',
    { find: 'body', pattern: 'Signatures: ([0-9 ]*[0-9]) 500' },
  ],
])('%s', async (_, text, signatures) => {
  expect(await observationOf(reading({ signatures }), page(text))).toMatchObject({ signatures: 1_234 });
});

// A civic platform has such twins (CitizenLabDotCo/citizenlab#13793); parts of a number in elements:
// UniversalAutomaticCurrencyConverter#65.
describe('what joins up only across elements is not a number', () => {
  test.each([
    ['cells', '<div class="count"><table><td>48</td><td>210</td></table></div>'],
    ['items', '<ul class="count"><li>48</li><li>210</li></ul>'],
    ['lines', '<p class="count">48<br>210</p>'],
    ['details', '<div class="count">48<details>210</details></div>'],
    ['a dialog', '<div class="count">48<dialog>210</dialog></div>'],
    ['a list of data', '<div class="count">48<datalist><option>210</datalist></div>'],
    ['a text area', '<p class="count">48<textarea>210</textarea></p>'],
    ['twins', '<b class="count"><span aria-hidden="true">287</span><span class="sr-only">287</span></b>'],
    ['twins with a blank', '<b class="count"><span aria-hidden="true">287</span> <span>287</span></b>'],
    ['a note', '<b class="count">872<a href="#n3">3</a></b>'],
    ['a smaller number', '<b class="count">872<small>3</small></b>'],
    ['a number that is struck out', '<b class="count"><s>48</s>210</b>'],
    ['a counter that rolls', '<b class="count"><i><u>0</u><u>1</u><u>2</u></i><i><u>0</u><u>1</u></i></b>'],
    ['a fallback of media', '<b class="count">48<video>9</video><q>210</q></b>'],
    ['pictures of digits', '<b class="count"><img src="x.png" alt=""><img alt="48">210</b>'],
    ['a field', '<b class="count">48<input type="text" value="210"></b>'],
    ['what is shown after all', '<p class="count"><i style="display: none; display: block">48</i>210</p>'],
  ])('%s', async (_, text) => {
    expect(await faultOf(reading(), page(text))).toMatch(
      /: signatures is put together from several elements \(it is \["/,
    );
    const signatures = { find: '.count', pattern: '([0-9 ]+)' };
    expect(await faultOf(reading({ signatures }), page(text))).toMatch(/is put together from several elements/);
  });

  test.each([
    ['digits in lines', '<b class="count"><i>4</i><i>8</i> <i>2</i><i>1</i><i>0</i></b>'],
    ['digits in cells', '<ul class="count"><li>4</li><li>8</li><li>2</li><li>1</li><li>0</li></ul>'],
  ])('but %s are, where the entry says so', async (_, text) => {
    const signatures = { find: '.count', joined: true };
    expect(await observationOf(reading({ signatures }), page(text))).toMatchObject({ signatures: 48_210 });
    const matched = { ...signatures, pattern: '^4(.+)$' };
    expect(await observationOf(reading({ signatures: matched }), page(text))).toMatchObject({ signatures: 8_210 });
    expect(await faultOf(reading(), page(text))).toMatch(/: signatures is (no whole number|put together)/);
  });

  test.each([
    ['a longer number', '<p class="count">18723 by <b>872<sup>3</sup></b> signatures</p>'],
    ['the same digits', '<p class="count">8723, <b>872</b><sup>3</sup> signatures</p>'],
    ['a private sign', '<p class="count">872\ue0003, 8723, 872<i>3</i> signatures</p>'],
  ])('nor is it one because %s is elsewhere in the text', async (_, text) => {
    const signatures = { find: '.count', pattern: '([0-9]+) signatures' };
    expect(await faultOf(reading({ signatures }), page(text))).toMatch(
      /: signatures is put together from several elements \(it is \["872","3"\]\)/,
    );
  });

  test('blanks and pictures beside a number are no part of it', async () => {
    const text =
      '<p class="count">By <img alt="Photo 1"> <b> 48 210 </b> <i>people</i>, <input type="hidden" value="7"> 3 new</p>';
    const signatures = { find: '.count', pattern: 'By([0-9 ]*) people' };
    expect(await observationOf(reading({ signatures }), page(text))).toMatchObject({ signatures: 48_210 });
  });

  test('a page of many elements is read in one pass', async () => {
    const text = `<p>Signatures : <b>48 210</b></p>${'<p>a <b>b</b></p>'.repeat(4_000)}`;
    const signatures = { find: 'body', pattern: 'Signatures : ([0-9 ]*[0-9])' };
    expect(await observationOf(reading({ signatures }), page(text))).toMatchObject({ signatures: 48_210 });
  });

  test('nor are two elements with different numbers one count', async () => {
    const cards = page('<b class="count">31 870</b> … <b class="count">8 120</b>');
    expect(await faultOf(reading(), cards)).toMatch(/: signatures is there more than once, with different values/);
    const one = page('<p>Signatures 31 870</p><p>Signatures 8 120</p>');
    const signatures = { find: 'body', pattern: 'Signatures ([0-9 ]*[0-9])' };
    expect(await faultOf(reading({ signatures }), page('<body><p>Signatures 5</p><p>Signatures 6'))).toMatch(
      /more than once/,
    );
    expect(await faultOf(reading({ signatures: { ...signatures, find: 'p' } }), one)).toMatch(/more than once/);
  });
});

describe('what a browser does not show is no part of a count', () => {
  test.each([
    ['hidden', '<p class="count"><span hidden>7</span>48 210</p>'],
    ['not displayed', '<p class="count"><span style="color: red; Display : none">7</span>48 210</p>'],
    ['not visible', '<p class="count"><span style="visibility:hidden">7</span>48 210</p>'],
    ['with a remark', '<p class="count"><span style="display:/* x */none">7</span>48 210</p>'],
    ['important', '<p class="count"><span style="display:none!important;display:block">7</span>48 210</p>'],
    ['a place to break the line', '<p class="count">48<wbr>210</p>'],
    ['soft hyphens', '<p class="count">48&shy;210</p>'],
    ['for browsers without scripts', '<p class="count">48 210<noscript>7</noscript><template>8</template></p>'],
    ['an element that is hidden', '<div hidden><p class="count">7</p></div><p class="count">48 210</p>'],
  ])('%s', async (_, text) => {
    expect(await observationOf(reading(), page(`<body>${text}`))).toMatchObject({ signatures: 48_210 });
  });

  test('nor does it say that signing is over', async () => {
    const source = reading({ closed: { find: '.closed' }, title: { find: 'title' } });
    const text = '<title>Une place</title><p class="count">5</p><p class="closed"';
    const seen = { title: 'Une place', signing: { open: true } };
    expect(await observationOf(source, page(`${text} hidden>Close`))).toMatchObject(seen);
    expect(await observationOf(source, page(`${text} style="display: none">Close`))).toMatchObject(seen);
    expect(await observationOf(source, page(`<dialog>${text}>Close</p></dialog><p class="count">5</p>`))).toMatchObject(
      {
        signing: { open: true },
      },
    );
    for (const [before, after] of [
      ['<datalist><option class="closed">Close', '</datalist>'],
      ['<select><option selected>Ouverte<option class="closed">Close', '</select>'],
    ]) {
      expect(await observationOf(source, page(`<p class="count">5</p>${before}${after}<p>`))).toMatchObject({
        signing: { open: true },
      });
    }
    expect(await observationOf(source, page(`${text}>Close`))).toMatchObject({ signing: { open: false } });
    // One click away, and found by the browser's search.
    expect(await observationOf(source, page(`<details>${text}>Close</p></details>`))).toMatchObject({
      signing: { open: false },
    });
  });
});

test('two elements with different times are none: one may be that of another petition', async () => {
  const source = reading({
    deadline: { find: 'time', attribute: 'datetime' },
    opened: { find: '.from', format: 'd/M/yyyy' },
  });
  const text = (...days: string[]): string =>
    `<p class="count">5</p>${days.map((day) => `<time datetime="${day}">…</time>`).join('')}`;
  expect(await observationOf(source, page(text('2027-01-01', '2027-01-01')))).toMatchObject({
    deadline: at('2027-01-01T22:59:59.999Z'),
  });
  await lookingAt(source, page(text('2027-01-01', '2027-05-01')), async ({ look }) => {
    const { observation, unreadable = [] } = await look();
    expect(observation).not.toHaveProperty('deadline');
    expect(unreadable.map(({ path, message }) => `${path} ${message}`)).toEqual([
      'deadline is there more than once, with different values (it is ["2027-01-01","2027-05-01"])',
    ]);
  });
});

test('an attribute without a value is there, wherever it is', async () => {
  const source = reading({ closed: { find: 'button', attribute: 'disabled' } });
  const text = '<p class="count">5</p><button';
  expect(await observationOf(source, page(`${text} disabled>`))).toMatchObject({ signing: { open: false } });
  expect(await observationOf(source, page(`${text} disabled="disabled">`))).toMatchObject({ signing: { open: false } });
  expect(await observationOf(source, page(`${text}>`))).toMatchObject({ signing: { open: true } });
});

test('an attribute with a value says yes or no, or must be asked about', async () => {
  const source = reading({ closed: { find: 'main', attribute: 'data-closed' } });
  const body = (value: string) => page(`<p class="count">5</p><main data-closed="${value}">`);
  expect(await observationOf(source, body('true'))).toMatchObject({ signing: { open: false } });
  expect(await observationOf(source, body('2027-02-28'))).toMatchObject({ signing: { open: false } });
  expect(await observationOf(source, body('false'))).toMatchObject({ signing: { open: true } });
  expect(await observationOf(source, body('0'))).toMatchObject({ signing: { open: true } });
  expect(await observationOf(source, body('open'))).not.toHaveProperty('signing');
  expect(await observationOf(source, body(''))).not.toHaveProperty('signing');
});

test('an element that is shown says yes, whatever its text', async () => {
  const source = reading({ closed: { find: '.closed' } });
  expect(await observationOf(source, page('<p class="count">5</p><p class="closed">0</p>'))).toMatchObject({
    signing: { open: false },
  });
});

test('times are on the clock of the rules, and months in the language of the page', async () => {
  const source = reading({
    title: { find: 'h1' },
    opened: { find: 'time', attribute: 'datetime' },
    deadline: { find: '.until', pattern: "jusqu'au (.+)", format: 'd MMMM yyyy' },
    closed: { find: '.closed' },
    answer: { find: '.answer', format: 'd/M/yyyy' },
  });
  const text = `<h1>Sauver  <em>la</em> place</h1><time datetime="2016-01-01T12:00">…</time><p class="count">5</p>
    <p class="until">jusqu'au 1 août 2016</p>`;
  const seen = {
    title: 'Sauver la place',
    opened: at('2016-01-01T11:00:00Z'),
    deadline: at('2016-08-01T21:59:59.999Z'),
  };
  expect(await observationOf(source, page(text))).toMatchObject({ ...seen, signing: { open: true }, answer: null });
  const later = `${text}<p class="closed">Close</p><p class="answer">4/1/2016</p>`;
  expect(await observationOf(source, page(later))).toMatchObject({
    ...seen,
    signing: { open: false },
    answer: { at: at('2016-01-03T23:00:00Z') },
  });
});

describe('a page that was made anew', () => {
  test.each([
    ['<p class="number">5</p>', /^http:.*\/p\/22111: signatures is not there: nothing is found by "\.count"$/],
    [
      '<p class="count">beaucoup</p>',
      /signatures is no whole number as it is written in "fr", .* \(it is "beaucoup"\)$/,
    ],
    ['<p class="count">1,234</p>', /signatures is no whole number/],
    ['<p class="count"></p>', /signatures is not there/],
    ['  ', /: is an empty page$/],
  ])('%s gives no count', async (text, message) => {
    expect(await faultOf(reading(), page(text))).toMatch(message);
  });

  test('names what browsers add to a page, where a copied selector has it', async () => {
    const signatures = { find: 'table > tbody > tr > td' };
    expect(await faultOf(reading({ signatures }), page('<table><tr><td>612</table>'))).toMatch(
      /nothing is found by ".*"; browsers add <tbody>/,
    );
    expect(await faultOf(reading(), page('<p>612'))).not.toMatch(/browsers add/);
  });

  test('names the pattern and the attribute', async () => {
    const signatures = { find: '.count', attribute: 'data-n', pattern: 'of ([0-9]+)' };
    expect(await faultOf(reading({ signatures }), page('<b class="count" data-n="5">'))).toMatch(
      /nothing is found by "\.count" in its attribute "data-n" that matches \/of \(\[0-9\]\+\)\/$/,
    );
  });

  test('a time in another form is named, and one that is not there is as before', async () => {
    const source = reading({ deadline: { find: '.until', format: 'd MMMM yyyy' } });
    await lookingAt(source, page('<p class="count">5</p><p class="until">bientôt</p>'), async ({ look }) => {
      const { observation, unreadable } = await look();
      expect(observation).not.toHaveProperty('deadline');
      expect(unreadable).toEqual([{ path: 'deadline', message: 'is not of the form d MMMM yyyy (it is "bientôt")' }]);
    });
    expect(await observationOf(source, page('<p class="count">5</p>'))).not.toHaveProperty('deadline');
  });

  test('a pattern that would never end is no reading', async () => {
    const signatures = { find: '.count', pattern: '^(?:(a+)+)$' };
    const text = page(`<p class="count">${'a'.repeat(60)}b</p>`);
    expect(await faultOf(reading({ signatures }), text)).toMatch(/: signatures takes too long to be searched for/);
  });
});

// A server that closes its connection says that way, too, that its answer is complete.
test('a page that is cut off within the number gives no count', async () => {
  const whole = '<h1>Title</h1><b class="count">41 234</b>\n';
  for (let end = 1; end < whole.length; end += 1) {
    const cut = whole.slice(0, end);
    if (cut.includes('41 234</'))
      expect(await observationOf(reading(), page(cut))).toMatchObject({ signatures: 41_234 });
    else expect(await faultOf(reading(), page(cut))).toMatch(/signatures is (not there|no whole number)/);
  }
});

// Every page can be made for us. `.count strong` took 4.8 s for 240 kB of nested elements, `.x .y em` 100 s for 40 kB.
describe('a page that is made to hold the processor is no reading, in time', () => {
  const nested = (one: string, times: number, end: string): string =>
    `${one.repeat(times)}9${end.repeat(times)}<p class="count">9</p>`;

  test.each([
    ['.count strong', nested('<strong>', 14_000, '</strong>')],
    ['.x .y em', nested('<div class="y"><em>', 2_000, '</em></div>')],
    ['.count', nested('<b>', 20_000, '</b>')],
  ])('nested without an end, searched for %s', async (find, text) => {
    const begun = process.cpuUsage();
    expect(await faultOf(reading({ signatures: { find } }), page(text))).toMatch(/nested more than 512 deep/);
    expect(process.cpuUsage(begun).user).toBeLessThan(1_500_000);
  });

  test('nested as deep as browsers allow, again and again', async () => {
    const text = page(nested('<div class="y"><em>', 250, '</em></div>').repeat(200));
    expect(await faultOf(reading({ signatures: { find: '.x .y em' } }), text)).toMatch(
      /takes more than 2 s to be searched/,
    );
  });
});

test('a page that is nested as deep as browsers allow is read', async () => {
  const text = page(`${'<div>'.repeat(500)}<p class="count">9</p>${'</div>'.repeat(500)}`);
  expect(await observationOf(reading(), text)).toMatchObject({ signatures: 9 });
});

describe('a count that goes with the closing', () => {
  const source = reading({ closed: { find: '.closed' } });
  const closed = page('<p class="closed">Close</p>');
  const last = { at: at('2016-01-05T16:00:00Z'), signatures: 99_990 };

  test('is what it was when it was last read, and proves nothing of later', async () => {
    await lookingAt(source, closed, async ({ look }) => {
      const first = await look({ known: { ...known, last } });
      expect(first.observation).toMatchObject({ signatures: 99_990, countedAt: last.at, signing: { open: false } });
      const later = { at: at('2016-01-05T17:00:00Z'), signatures: 99_990 };
      const second = await look({
        known: { ...known, last: later },
        memory: first.state,
        now: '2016-01-05T18:00:00Z',
      });
      expect(second.observation).toMatchObject({ countedAt: last.at });
    });
    await lookingAt(
      source,
      (_, response) => response.writeHead(304).end(),
      async ({ look }) => {
        const seen = await look({ known: { ...known, last }, memory: { countedAt: '2016-01-04T00:00:00Z' } });
        expect(seen.observation).toMatchObject({ signatures: 99_990, countedAt: at('2016-01-04T00:00:00Z') });
      },
    );
  });

  test('is none where it was never read', async () => {
    expect(await faultOf(source, closed)).toMatch(/signatures is not there/);
  });

  test('is none while the page does not say that it is closed', async () => {
    await lookingAt(source, page('<p>'), async ({ look }) => {
      await expect(look({ known: { ...known, last } })).rejects.toThrow('signatures is not there');
    });
  });

  test('counts again when it is shown again', async () => {
    await lookingAt(source, page('<p class="closed"><p class="count">7</p>'), async ({ look }) => {
      const seen = await look({ known: { ...known, last }, memory: { countedAt: '2016-01-04T00:00:00Z' } });
      expect(seen.observation).toMatchObject({ signatures: 7, signing: { open: false } });
      expect(seen.observation).not.toHaveProperty('requestedAt');
      expect(seen.state).toEqual({});
    });
  });
});

test('a selector that is none says why', () => {
  const good = ['.count', '#a > b:nth-child(2)', 'dt:contains("Signatures") + dd', '[data-n]', 'p:has(b)'];
  expect(good.map(selectorFault)).toEqual(good.map(() => undefined));
  for (const bad of ['.count[', 'a:foo', '>>', 'p:contains(']) {
    expect(selectorFault(bad)).toMatch(/^must be a CSS selector, such as "\.signatures strong" \(.+\)$/);
  }
});
