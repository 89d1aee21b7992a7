/** The platforms that are read by the general readers: pages as they are known to be, and as they might become. */
import type { RequestListener } from 'node:http';
import { newPetition } from '../../src/domain/petition.ts';
import { sources, type SourceName } from '../../src/sources/registry.ts';
import type { Source } from '../../src/sources/source.ts';
import { json } from '../loopback.ts';
import { at } from '../domain/story.ts';
import * as australia from './contract/australia-house.ts';
import * as canada from './contract/canada-commons.ts';
import * as france from './contract/france-assemblee.ts';
import * as germany from './contract/germany-bundestag.ts';
import * as taiwan from './contract/taiwan-join.ts';
import { page, observationOf } from './pages.ts';
import { faultOf, lookingAt, pagesOf } from './reading.ts';

describe('the French National Assembly', () => {
  const source = sources['france-assemblee'];
  const { shown, inProgress } = france;
  const counted = france.counted('2 131 368');

  test('an open petition', async () => {
    await lookingAt(source, page(shown(counted, inProgress)), async ({ look, platform }) => {
      expect((await look({ now: '2026-07-19T12:00:00Z' })).observation).toEqual({
        kind: 'reading',
        signatures: 2_131_368,
        title: 'Non à la loi',
        url: `${platform.url}/initiatives/i-3014`,
        opened: at('2025-07-09T22:00:00Z'),
        deadline: at('2027-06-15T21:59:59.999Z'),
        signing: { open: true },
      });
      expect(platform.requests.map(({ url }) => url)).toEqual(['/initiatives/i-3014']);
    });
  });

  test.each([
    ['classified', france.classified],
    ['past its time', '<span class="warning label initiative-status"></span>'],
    ['of a legislature that has ended', '<div class="archive-header"></div>'],
  ])('one that is %s has the count that was read last', async (_, status) => {
    const last = { at: at('2026-07-19T11:00:00Z'), signatures: 99_990 };
    const known = { petition: 'france-assemblee/i-3014', counts: [], thresholds: {}, alerts: 0, last };
    await lookingAt(source, page(shown('', status)), async ({ look }) => {
      expect((await look({ known, now: '2026-07-19T12:00:00Z' })).observation).toMatchObject({
        signatures: 99_990,
        countedAt: last.at,
        signing: { open: false },
      });
    });
    expect(await faultOf(source, page(shown('', status)))).toContain('signatures is not there');
  });

  test('the front page, to which numbers that are not used lead, is no petition', async () => {
    expect(await faultOf(source, page('<h1>Pétitions</h1>'))).toContain('signatures is not there');
  });
});

describe('the German Bundestag', () => {
  const source = sources['germany-bundestag'];
  const text = germany.shown('12.345');
  const germanPage = '/petitionen/_2024/_10/_20/Petition_173674.nc.html';

  test('a petition is counted by the words of its page', async () => {
    await lookingAt(source, page(text), async ({ look, platform }) => {
      expect((await look()).observation).toEqual({
        kind: 'reading',
        signatures: 12_345,
        url: `${platform.url}/petitionen/_2024/_10/_20/Petition_173674.nc.html`,
      });
      expect(platform.requests[0]?.url).toBe('/petitionen/_2024/_10/_20/Petition_173674.nc.html');
    });
  });

  describe('the table of the overview (three public programs, 2026-07 to 2026-09)', () => {
    const overview = '/epet/petuebersicht/mz.nc.html';
    const tablePage = (number: number): string =>
      `/epet/petuebersicht/mz.nc.content.teaser-petitionen-table.$$$.status.2.page.${number}.batchsize.12.html`;
    const withTable = (pages: readonly (readonly string[])[]): RequestListener => {
      const table = germany.tableOf(pages);
      return (request, response) =>
        request.url?.startsWith('/epet/') === true ? table(request, response) : response.end(text);
    };

    test('has the title and the days of signing; the last day counts to its end in Berlin', async () => {
      const pages = [[germany.row(1, '7')], [germany.row(173_674, '12.340')]];
      await lookingAt(source, withTable(pages), async ({ look, platform }) => {
        const { observation, state } = await look({ now: '2024-11-20T12:00:00Z' });
        const { opened, deadline } = germany;
        // The page is newer than the table.
        expect(observation).toMatchObject({ signatures: 12_345, title: 'Bänke in Parks', opened, deadline });
        const known = { ...newPetition('germany-bundestag/1'), deadline: { at: deadline, by: 'platform' as const } };
        await look({ now: '2024-11-21T12:00:00Z', known, memory: state });
        expect(platform.requests.map(({ url }) => url)).toEqual([
          germanPage,
          overview,
          tablePage(0),
          tablePage(1),
          germanPage,
        ]);
      });
    });

    test('is searched once a day while the petition is not in it', async () => {
      await lookingAt(source, withTable([[germany.row(1, '7')]]), async ({ look, platform }) => {
        const { state } = await look({ now: '2024-11-20T12:00:00Z' });
        await look({ now: '2024-11-21T11:59:00Z', memory: state });
        await look({ now: '2024-11-21T12:00:00Z', memory: state });
        expect(platform.requests.filter(({ url }) => url === overview)).toHaveLength(2);
      });
    });

    test('that answers with nothing, as without a session, is no list; the count of the page is read', async () => {
      const silent: RequestListener = (request, response) =>
        request.url === overview ? response.end('<html>') : withTable([])(request, response);
      await lookingAt(source, silent, async ({ look, platform }) => {
        expect((await look()).observation).toMatchObject({ signatures: 12_345 });
        await expect(pagesOf(await source.reader(), platform.url)).rejects.toThrow(/answered with nothing/);
      });
    });

    test.each([
      ['with its stamps as hidden text', germany.row(5, '29.998').replace(/data-sort="(\d+)">/g, '><i hidden>$1</i>')],
      ['without stamps', germany.row(5, '29.998').replaceAll(/data-sort="\d+"/g, '')],
    ])('a row %s is read', async (_, row) => {
      await lookingAt(source, withTable([[row]]), async ({ platform }) => {
        const [listed] = (await pagesOf(await source.reader(), platform.url)).flat();
        expect(listed).toMatchObject({
          id: '2024-10-20-5',
          observation: { signatures: 29_998, title: 'Bänke in Parks' },
        });
        const { deadline } = germany;
        expect(listed?.observation).toMatchObject(row.includes('1730674800000') ? { deadline } : {});
      });
    });

    test('a row without a count, and one that is no petition, are left out', async () => {
      const pages = [[germany.row(5, 'viele'), '<tr><td>12</td></tr>', germany.row(6, '12')]];
      await lookingAt(source, withTable(pages), async ({ platform }) => {
        const listed = (await pagesOf(await source.reader(), platform.url)).flat();
        expect(listed.map(({ id }) => id)).toEqual(['2024-10-20-6']);
      });
    });
  });

  test.each([
    ['other words', '<body>Mitzeichnungen 12.345', 'signatures is not there'],
    [
      'another way to write numbers',
      '<body>Anzahl Online-Mitzeichnungen 1.2345</body>',
      'is no whole number as it is written in "de"',
    ],
    ['a comma for the point', '<body>Anzahl Online-Mitzeichnungen 12,345', 'signatures is not there'],
  ])('%s give no count', async (_, body, message) => {
    expect(await faultOf(source, page(body))).toContain(message);
  });

  // The corpus of hostile answers found these: the beginning was taken for the count.
  test.each(['48<br>12.345', '1 2 3', '1e5', '5%', '1k', '5+', '5½', '5/6', '0x10', '07:30', '2026-10-10', '12\0.345'])(
    'what only begins as a number is no count: %s',
    async (written) => {
      expect(await faultOf(source, page(germany.shown(written)))).toMatch(/signatures is (not there|no whole number)/);
    },
  );

  // Petitioners write titles and texts. A count in words is looked for in the whole page.
  test('a count that the petitioner writes is not one', async () => {
    const forged = 'Anzahl Online-Mitzeichnungen 30.500 reichen nicht';
    expect(await observationOf(source, page(`<h1>${forged}</h1>${text}`))).toMatchObject({ signatures: 12_345 });
    expect(await faultOf(source, page(text.replace('<p>', `<p>${forged}</p><p>`)))).toMatch(
      /more than once, with different values/,
    );
  });
});

describe('the Canadian House of Commons', () => {
  const source = sources['canada-commons'];
  const { answered, entry, opened, presented, shown, until } = canada;

  test('the page of another petition is no reading', async () => {
    const text = shown('78350 signatures', opened, until).replace('e-7416', 'e-741');
    expect(await faultOf(source, page(text))).toContain('id is that of another petition, e-741');
  });

  test('one that is open until a time, by the clock that it names', async () => {
    const text = shown('78350 signatures', opened, until);
    await lookingAt(source, page(text), async ({ look, platform }) => {
      expect((await look({ now: '2026-10-01T00:00:00Z' })).observation).toEqual({
        kind: 'reading',
        signatures: 78_350,
        title: 'e-7416 (Justice)',
        url: `${platform.url}/petitions/en/Petition/Details?Petition=e-7416`,
        opened: at('2026-07-21T19:41:00Z'),
        // The later of what it may mean: there is no summer time in November.
        deadline: at('2026-11-18T20:41:00Z'),
        signing: { open: true },
        clockStarted: null,
        answer: null,
      });
    });
  });

  test('one that is to be closed, or has been, says so in its history', async () => {
    const text = shown(
      '1,234 signatures',
      opened + entry('Closed for signature', 'November 18, 2026, at 2:41 p.m. (EST)'),
    );
    const deadline = at('2026-11-18T19:41:00Z');
    expect(await observationOf(source, page(text), '2026-11-18T19:40:00Z')).toMatchObject({
      signatures: 1_234,
      deadline,
      signing: { open: true },
    });
    expect(await observationOf(source, page(text), '2026-11-18T19:42:00Z')).toMatchObject({
      deadline,
      signing: { open: false, at: deadline },
    });
  });

  test('the clock starts with the day on which it is presented, and stops with that of the answer', async () => {
    const text = shown('1 signature', opened + presented);
    expect(await observationOf(source, page(text), '2027-07-01T00:00:00Z')).toMatchObject({
      signatures: 1,
      clockStarted: at('2027-06-17T04:00:00Z'),
      answer: null,
    });
    expect(
      await observationOf(source, page(shown('1 signature', opened + presented + answered)), '2027-09-01T00:00:00Z'),
    ).toMatchObject({
      answer: { at: at('2027-08-18T04:00:00Z') },
    });
  });

  test.each([
    ['a number that is not published', '', 'is an empty page'],
    ['a page in French', shown('12 345 signatures', ''), 'signatures is not there'],
  ])('%s is no reading', async (_, text, message) => {
    expect(await faultOf(source, page(text))).toContain(message);
  });

  test('a time in another form costs the time, and not the count', async () => {
    const text = shown('5 signatures', entry('Open for signature', '2026-07-21'));
    await lookingAt(source, page(text), async ({ look }) => {
      const { observation, unreadable } = await look();
      expect(observation).toMatchObject({ signatures: 5 });
      expect(unreadable).toMatchObject([{ path: 'opened', message: expect.stringContaining('is not of the form') }]);
    });
  });
});

describe('the Australian House of Representatives', () => {
  const source = sources['australia-house'];
  const { petition } = australia;
  const other = { ...petition, PetitionNumber: 'EN98061', SignatureCount: 5 };

  test('a petition is found by its number among those that are answered', async () => {
    await lookingAt(source, json([other, petition]), async ({ look, platform }) => {
      expect((await look()).observation).toEqual({
        kind: 'reading',
        signatures: 910,
        title: 'Checks',
        url: 'https://www.aph.gov.au/e-petitions/petition/EN9806',
        deadline: at('2026-11-12T12:59:59.999Z'),
        clockStarted: null,
        answer: null,
      });
      expect(platform.requests[0]?.url).toMatch(/^\/api\/petitions\/open\?pagesize=100&pageindex=0&keywords=EN9806&/);
    });
  });

  test('referral starts the clock, and a time with an offset is left out', async () => {
    const referred = {
      ...australia.referred,
      SignDeadline: '2026-11-11T13:00:00Z',
    };
    const seen = await observationOf(source, json([referred]), '2027-01-01T00:00:00Z');
    expect(seen).toMatchObject({ clockStarted: at('2026-11-30T13:00:00Z'), answer: {} });
    expect(seen).not.toHaveProperty('deadline');
  });

  test.each([
    ['a list without it', [other]],
    ['no list', { message: 'moved' }],
  ])('%s is no reading', async (_, body) => {
    expect(await faultOf(source, json(body))).toContain('signatures is not there');
  });
});

describe('join.gov.tw', () => {
  const source = sources['taiwan-join'];
  const { established, shown } = taiwan;

  test('a proposal that is being endorsed', async () => {
    await lookingAt(source, page(shown({})), async ({ look, platform }) => {
      expect((await look({ now: '2026-07-20T12:00:00Z' })).observation).toEqual({
        kind: 'reading',
        signatures: 4_999,
        title: '修法 "提案" {一}',
        url: `${platform.url}/idea/detail/c25d7466-72c9-4f90-9d88-7e3753a24a58`,
        opened: at('2026-07-04T16:00:00Z'),
        clockStarted: null,
        answer: null,
      });
    });
  });

  test('one that is established and answered', async () => {
    const text = shown(established);
    expect(await observationOf(source, page(text), '2026-09-01T00:00:00Z')).toMatchObject({
      signatures: 5_002,
      met: ['response'],
      clockStarted: at('2026-07-14T03:33:20Z'),
      answer: {},
    });
  });

  // The words that programs of 2026-07 read.
  test('where the object is gone, the words of the page have the count', async () => {
    const text = '<main><h2>修法</h2><p>已附議 4,999</p><p>尚須 1 個附議</p><p>尚餘 12 日</p></main>';
    expect(await observationOf(source, page(text))).toMatchObject({ signatures: 4_999 });
  });

  test.each([
    ['no object', '<p>moved', 'has no JSON behind "idea ="'],
    ['words with a decimal', '<p>已附議 4.5</p>', 'has no JSON behind "idea ="'],
    ['words with two counts', '<p>已附議 4</p><p>已附議 5</p>', 'has no JSON behind "idea ="'],
    ['an object that is no JSON', 'var idea = {endorseCount: 5}', 'is not JSON'],
    ['another name', shown({ endorseCount: undefined, endorses: 5 }), 'signatures is not there'],
  ])('%s is no reading', async (_, text, message) => {
    expect(await faultOf(source, page(text))).toContain(message);
  });
});

test.each<[SourceName, string, string]>([
  ['france-assemblee', 'https://petitions.assemblee-nationale.fr/initiatives/i-3014?locale=fr', 'i-3014'],
  [
    'germany-bundestag',
    'https://epetitionen.bundestag.de/content/petitionen/_2024/_10/_20/Petition_173674.html',
    '2024-10-20-173674',
  ],
  [
    'germany-bundestag',
    'https://epetitionen.bundestag.de/petitionen/_2026/_05/_30/Petition_201716.nc.html',
    '2026-05-30-201716',
  ],
  ['canada-commons', 'https://www.ourcommons.ca/petitions/en/Petition/Details?Petition=e-7416', 'e-7416'],
  ['australia-house', 'https://www.aph.gov.au/e-petitions/petition/EN9806/', 'EN9806'],
  [
    'taiwan-join',
    'https://join.gov.tw/idea/detail/c25d7466-72c9-4f90-9d88-7e3753a24a58',
    'c25d7466-72c9-4f90-9d88-7e3753a24a58',
  ],
])('%s knows a petition by its page', (name, address, id) => {
  const source: Source = sources[name];
  expect(source.idOf?.(new URL(address))).toBe(id);
  expect(source.id.pattern.test(id)).toBe(true);
  expect(source.idOf?.(new URL('https://example.org/initiatives/i-1'))).toBeUndefined();
});
