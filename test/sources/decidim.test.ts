/** Decidim: its sites, and what is peculiar to each. The rest is in contract.test.ts. */
import type { RequestListener } from 'node:http';
import { checkConfig } from '../../src/config/read-config.ts';
import { createWatchList } from '../../src/config/watch-list.ts';
import { evaluate } from '../../src/domain/evaluate.ts';
import { newPetition, type Petition } from '../../src/domain/petition.ts';
import { rulebook } from '../../src/domain/rulebook.ts';
import { sources } from '../../src/sources/registry.ts';
import { builtInRules } from '../../src/status/petition-status.ts';
import { at } from '../domain/story.ts';
import { bar, card, listOf, shown } from './contract/decidim.ts';
import { page } from './pages.ts';
import { faultOf, lookingAt, pagesOf } from './reading.ts';

const source = sources.decidim;

test('each site has its own address and rules, and a petition is named by its site', () => {
  const watch = [
    { source: 'decidim' as const, petition: 'petitions.senat.fr/i-101077' },
    { source: 'decidim' as const, petition: 'dekamer.mijnopinie.belgium.be/i-101077' },
    { source: 'decidim' as const, petition: 'decidim.barcelona/i-101077', baseUrl: 'https://replay.example.org' },
  ];
  const { named } = createWatchList(checkConfig({ watch }, 'petitions.json'));
  expect(named.map(({ petition, baseUrl, host, settings }) => [petition, baseUrl, host, settings.history])).toEqual([
    [
      'decidim/petitions.senat.fr/i-101077',
      'https://petitions.senat.fr',
      'petitions.senat.fr',
      rulebook['france-senat'],
    ],
    [
      'decidim/dekamer.mijnopinie.belgium.be/i-101077',
      'https://dekamer.mijnopinie.belgium.be',
      'dekamer.mijnopinie.belgium.be',
      rulebook['belgium-chamber'],
    ],
    ['decidim/decidim.barcelona/i-101077', 'https://replay.example.org', 'replay.example.org', rulebook.barcelona],
  ]);
  expect(builtInRules({ petition: 'decidim/dekamer.mijnopinie.belgium.be/i-1' })?.timeZone).toBe('Europe/Brussels');
});

test.each([
  'i-101077',
  'petitions.example.org/i-101077',
  'petitionsXsenat.fr/i-101077',
  'petitions.senat.fr/i-0',
  'constructor/i-1',
])('"%s" is no petition of a site that is known', (petition) => {
  expect(() => checkConfig({ watch: [{ source: 'decidim', petition }] }, 'petitions.json')).toThrow(
    /must be the id of a petition as text, such as "petitions\.senat\.fr\/i-101077"/,
  );
});

describe('the French Senate', () => {
  test('the bar of the petition counts, and not that of another on the same page', async () => {
    expect(await faultOf(source, page(shown('')))).toContain('signatures is not there');
  });

  test.each(['/', '/users/sign_in'])('what may not be seen leads to %s: it is not there', async (location) => {
    const answer: RequestListener = ({ url }, response) =>
      url === '/initiatives/i-101077'
        ? response.writeHead(302, { location }).end()
        : response.end(shown(bar('initiative-101077-votes-count', '5', '100000')));
    await lookingAt(source, answer, async ({ look }) => {
      expect((await look()).observation).toEqual({ kind: 'gone', final: false });
      const last = { at: at('2016-01-05T16:00:00Z'), signatures: 5 };
      await expect(look({ known: { ...newPetition('decidim/1'), last } })).rejects.toThrow(/redirects to/);
    });
  });

  test('a card without a bar is of a petition that is not open, and one of another kind is left out', async () => {
    const open = bar('initiative-7-signatures-count', '12', '100000');
    const pages = [
      [card(5, ''), card(7, open), `<div class="card--initiative"><a href="/processes/x">x</a>${open}</div>`],
    ];
    await lookingAt(source, listOf(pages), async ({ platform }) => {
      const listed = (await pagesOf(await source.reader(), platform.url)).flat();
      expect(listed).toMatchObject([
        {
          id: 'petitions.senat.fr/i-7',
          observation: { signatures: 12, title: 'Des bancs pour la place', url: `${platform.url}/initiatives/i-7` },
        },
      ]);
    });
  });
});

describe('the Belgian Chamber', () => {
  const id = 'dekamer.mijnopinie.belgium.be/i-101077';
  const bars = (whole: string, flanders: string, brussels: string, wallonia: string): string =>
    [
      bar('initiative-101077-votes-count', whole, ' 25.000'),
      bar('initiative-scope-1-101077-votes-count', flanders, '14500', 'Vlaams Gewest'),
      bar('initiative-scope-2-101077-votes-count', brussels, ' 2.500', 'Brussel'),
      bar('initiative-scope-3-101077-votes-count', wallonia, '8 000', 'Waals Gewest'),
      bar('initiative-scope-3-9-votes-count', '5', '8000', 'Waals Gewest'),
    ].join('');
  const known = async (
    text: string,
    now: string,
    before: Petition = newPetition(`decidim/${id}`),
  ): Promise<Petition> => {
    const terms = {
      history: rulebook['belgium-chamber'],
      warnBefore: [],
      announceStart: true,
      lagMinutes: source.lagMinutes,
    };
    let seen = before;
    await lookingAt(source, page(text), async ({ look }) => {
      seen = evaluate(before, (await look({ id, now })).observation, at(now), terms).petition;
    });
    return seen;
  };

  test('the regions are known by the numbers that they need, however they are called', async () => {
    await lookingAt(source, page(shown(bars('25.161', '14.499', '2.502', '8.160'))), async ({ look }) => {
      expect((await look({ id })).observation).toMatchObject({
        signatures: 25_161,
        needed: { hearing: 25_000 },
        parts: { Flanders: 14_499, Brussels: 2_502, Wallonia: 8_160 },
      });
    });
  });

  test('it is met with enough in all three, inclusive, and not before', async () => {
    const short = await known(shown(bars('25.161', '14.499', '2.502', '8.160')), '2026-10-05T12:00:00Z');
    expect(short.thresholds.hearing).toMatchObject({ verdict: 'open', parts: { have: 2 } });
    const met = await known(shown(bars('25.162', '14.500', '2.500', '8.000')), '2026-10-05T13:00:00Z', short);
    expect(met.thresholds.hearing).toMatchObject({ verdict: 'met', certain: true, parts: { have: 3 } });
  });

  test.each([
    ['only some of the regions', bar('initiative-scope-2-101077-votes-count', '2.502', '2.500')],
    ['a region with another number', bar('initiative-scope-2-101077-votes-count', '2.502', '12.500')],
    [
      'regions with longer numbers',
      [145_000, 25_000, 80_000]
        .map((needed, index) => bar(`initiative-scope-${index}-101077-votes-count`, '2.502', String(needed)))
        .join(''),
    ],
  ])('a page with %s says nothing of them: met is not certain', async (_, region) => {
    const text = shown(bar('initiative-101077-votes-count', '25.161', '25.000') + region);
    await lookingAt(source, page(text), async ({ look }) => {
      expect((await look({ id })).observation).not.toHaveProperty('parts');
    });
    expect((await known(text, '2026-10-05T12:00:00Z')).thresholds.hearing).toMatchObject({
      verdict: 'met',
      certain: false,
    });
  });
});

describe('Barcelona', () => {
  const id = 'decidim.barcelona/i-101077';
  const initiative = {
    id: '101077',
    state: 'open',
    signatureStartDate: '2026-09-01',
    signatureEndDate: '2026-12-29',
    onlineVotes: 3_700,
    offlineVotes: 41,
    title: {
      translations: [
        { locale: 'es', text: 'Bancos' },
        { locale: 'ca', text: 'Bancs  per a la plaça' },
      ],
    },
  };
  const text = shown(bar('initiative-101077-votes-count', '3.741', ' 3.750'));
  const asked: string[] = [];
  const answering =
    (api: unknown, html = text): RequestListener =>
    ({ url = '' }, response) => {
      asked.push(url);
      response.end(url === '/api' ? JSON.stringify(api) : html);
    };
  const answer = (changes: object): object => ({ data: { initiative: { ...initiative, ...changes } } });
  const faultWith = (listener: RequestListener): Promise<string> =>
    faultOf({ ...source, id: { ...source.id, example: id } }, listener);

  test('the API has the count, the days and the state; the page has the number, which is asked for once', async () => {
    asked.length = 0;
    await lookingAt(source, answering(answer({})), async ({ look, platform }) => {
      const now = '2026-10-05T12:00:00Z';
      const { observation } = await look({ id, now });
      expect(observation).toEqual({
        kind: 'reading',
        signatures: 3_741,
        title: 'Bancs per a la plaça',
        url: `${platform.url}/initiatives/i-101077`,
        opened: at('2026-08-31T22:00:00Z'),
        deadline: at('2026-12-29T22:59:59.999Z'),
        needed: { initiative: 3_750 },
        signing: { open: true },
      });
      const known = { ...newPetition(`decidim/${id}`), needed: { initiative: 3_750 } };
      expect((await look({ id, now, known })).observation).toEqual(observation);
    });
    expect(asked).toEqual(['/api', '/initiatives/i-101077', '/api']);
  });

  test.each([
    ['published', { signing: { open: true } }],
    ['accepted', { signing: { open: false, reason: 'enough signatures' }, met: ['initiative'] }],
    ['rejected', { signing: { open: false, reason: 'not enough signatures' } }],
  ])('"%s" is known', async (state, sees) => {
    await lookingAt(source, answering(answer({ state })), async ({ look }) => {
      expect((await look({ id, now: '2027-01-05T12:00:00Z' })).observation).toMatchObject(sees);
    });
  });

  test('a state of another variant says nothing, and is told; the count is read', async () => {
    await lookingAt(source, answering(answer({ state: 'examinated' })), async ({ look }) => {
      const { observation, unreadable } = await look({ id, now: '2026-10-05T12:00:00Z' });
      expect(observation).toMatchObject({ signatures: 3_741 });
      expect(observation).not.toHaveProperty('signing');
      expect(unreadable).toMatchObject([{ path: 'state', message: expect.stringContaining('(it is "examinated")') }]);
    });
  });

  test.each([
    ['unknown', { data: { initiative: null } }],
    ['not published', answer({ state: 'validating' })],
  ])('one that is %s is not there', async (_, api) => {
    await lookingAt(source, answering(api), async ({ look }) => {
      expect((await look({ id })).observation).toEqual({ kind: 'gone', final: false });
    });
  });

  test('an error beside a whole count is no matter; before its first day it has not opened', async () => {
    const api = { ...answer({ title: null, offlineVotes: null }), errors: [{ message: 'author failed' }] };
    await lookingAt(source, answering(api), async ({ look }) => {
      const { observation } = await look({ id, now: '2026-08-30T12:00:00Z' });
      expect(observation).toMatchObject({ signatures: 3_700 });
      expect(observation).not.toHaveProperty('opened');
    });
  });

  test.each([
    [
      'errors only',
      answering({ errors: [{ message: 'Field does not exist' }] }),
      'data must be an object: the platform could not answer',
    ],
    ['a plain text', answering('boom'), 'must be an object with data'],
    ['another initiative', answering(answer({ id: '5' })), 'id is that of another petition, 5'],
    ['no count', answering(answer({ onlineVotes: null })), 'data.initiative.onlineVotes must be a whole number'],
    [
      'a page without its number',
      answering(
        answer({}),
        shown('<div id="initiative-101077-votes-count"><span class="progress__bar__number">5</span></div>'),
      ),
      'needed is not there',
    ],
  ])('%s is no reading', async (_, listener, message) => {
    expect(await faultWith(listener)).toContain(message);
  });

  test('an API that is gone says nothing of the initiative', async () => {
    expect(await faultWith((_, response) => response.writeHead(404).end())).toContain('there is no such interface');
  });
});
