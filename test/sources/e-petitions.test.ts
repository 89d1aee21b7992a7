/** The lists of the platforms that run the UK Parliament's software, each with the shapes of its own. */
import type { RequestListener } from 'node:http';
import { newPetition } from '../../src/domain/petition.ts';
import { sources } from '../../src/sources/registry.ts';
import type { ListedPetition } from '../../src/sources/source.ts';
import { json, serve } from '../loopback.ts';
import { alertWording } from '../../src/notifications/alert-wording.ts';
import { at, Story } from '../domain/story.ts';
import { served as pagesOfSizes } from './contract/e-petitions.ts';
import { lookingAt, pagesOf } from './reading.ts';

const common = { signature_count: 12, opened_at: '2026-01-09T12:35:49.902Z', rejected_at: null };
const numbered = (host: string, attributes: object) => (number: number) => ({
  type: 'petition',
  id: number,
  links: { self: `https://${host}/petitions/${number}.json` },
  attributes: { ...common, state: 'open', action: `Number ${number}`, ...attributes },
});

/** A petition on a page of each platform. */
const platforms = {
  'uk-parliament': numbered('petition.parliament.uk', { closed_at: null, closing_date: '2026-07-09' }),
  senedd: numbered('petitions.senedd.wales', { closed_at: '2026-07-09T22:59:59.999Z', threshold_for_referral: 250 }),
  jersey: numbered('petitions.gov.je', { closed_at: null, ministers_reponse: null }),
  scotland: (number: number) => ({
    type: 'petition',
    pe_number: `PE${number}`,
    links: { self: `https://petitions.parliament.scot/petitions/PE${number}.json` },
    attributes: { ...common, status: 'under_consideration', title: `Number ${number}`, closed_at: null },
  }),
};
type Platform = keyof typeof platforms;
const names: readonly Platform[] = ['uk-parliament', 'senedd', 'jersey', 'scotland'];

const idOf = (name: Platform, number: number): string => (name === 'scotland' ? `PE${number}` : String(number));

/** Pages of the sizes given. */
const served = (name: Platform, sizes: readonly number[]): RequestListener =>
  pagesOfSizes(sources[name].baseUrl, sizes, (index) => platforms[name](1000 + index), stateOf(name));

/** The state of the list: Scotland has no `open` (ScottishParliament/e-petitions, petitions.en-GB.yml, 2026-08-20). */
const stateOf = (name: Platform): string => (name === 'scotland' ? 'under_consideration' : 'open');

async function listing(
  name: Platform,
  answer: RequestListener,
  base = '',
): Promise<[(readonly ListedPetition[])[], string[]]> {
  const platform = await serve(answer);
  try {
    const pages = await pagesOf(await sources[name].reader(), `${platform.url}${base}`);
    return [pages, platform.requests.map(({ url }) => url ?? '')];
  } finally {
    await platform.close();
  }
}

test.each(names)('%s: a list is followed page by page, whatever their sizes, where it is read', async (name) => {
  const [pages, asked] = await listing(name, served(name, [25, 3, 50, 1]));
  expect(pages.map((page) => page.length)).toEqual([25, 3, 50, 1]);
  expect(pages.flat().map(({ id }) => id)).toEqual(Array.from({ length: 79 }, (_, i) => idOf(name, 1000 + i)));
  expect(asked).toEqual([
    `/petitions.json?state=${stateOf(name)}`,
    ...[2, 3, 4].map((page) => `/petitions.json?page=${page}&state=${stateOf(name)}`),
  ]);
});

test.each(names)('%s: a petition on a page is read as on its own', async (name) => {
  const [[page]] = await listing(name, served(name, [1]));
  const { id, links, attributes, ...own }: Record<string, unknown> = { id: '', ...platforms[name](1000) };
  await lookingAt(sources[name], json({ links, data: { ...own, id, attributes } }), async ({ look }) => {
    const { observation } = await look({ id: idOf(name, 1000) });
    expect(observation).toMatchObject({ signatures: 12, title: 'Number 1000', opened: at('2026-01-09T12:35:49.902Z') });
    expect(observation).toMatchObject({
      signing: { open: true },
      url: `${sources[name].baseUrl}/petitions/${idOf(name, 1000)}`,
    });
    expect(page).toEqual([{ id: idOf(name, 1000), observation }]);
  });
});

test.each([
  ['uk-parliament', at('2026-07-09T22:59:59.999Z')],
  ['senedd', at('2026-07-09T22:59:59.999Z')],
] as const)('%s: a page says when its petitions close', async (name, deadline) => {
  const [[page]] = await listing(name, served(name, [1]));
  expect(page).toMatchObject([{ observation: { deadline } }]);
});

test('a list of nothing is one page, and gives none', async () => {
  const [pages, asked] = await listing('uk-parliament', served('uk-parliament', [0]));
  expect(pages).toEqual([]);
  expect(asked).toHaveLength(1);
});

test('a page that is not there any more ends the list, though it leads on', async () => {
  const link = (page: number): string => `https://petition.parliament.uk/petitions.json?page=${page}&state=open`;
  const [pages, asked] = await listing('uk-parliament', (request, response) => {
    const page = Number(/page=(\d+)/.exec(request.url ?? '')?.[1] ?? 1);
    const data = page === 1 ? [platforms['uk-parliament'](1)] : [];
    response.end(JSON.stringify({ links: { next: link(page + 1) }, data }));
  });
  expect(pages.flat().map(({ id }) => id)).toEqual(['1']);
  expect(asked).toHaveLength(2);
});

test('a list in a folder of an archive stays there, whether its links know of it or not', async () => {
  const answer =
    (next: string): RequestListener =>
    (request, response) => {
      const last = request.url?.includes('page=2') === true;
      response.end(JSON.stringify({ links: { next: last ? null : next }, data: [platforms.jersey(last ? 2 : 1)] }));
    };
  for (const next of ['https://petitions.gov.je/petitions.json?page=2', '/petitions.json?page=2']) {
    const [, asked] = await listing('jersey', answer(next), '/je');
    expect(asked).toEqual(['/je/petitions.json?state=open', '/je/petitions.json?page=2']);
  }
  const [, asked] = await listing(
    'jersey',
    (request, response) => answer(`http://${request.headers.host ?? ''}/je/petitions.json?page=2`)(request, response),
    '/je',
  );
  expect(asked).toEqual(['/je/petitions.json?state=open', '/je/petitions.json?page=2']);
});

test('a petition on a page without an address of its own has the one where it is read', async () => {
  const { links, ...rest } = platforms.senedd(7);
  expect(links).toBeDefined();
  const platform = await serve(json({ links: { next: null }, data: [rest] }));
  const pages = await pagesOf(await sources.senedd.reader(), platform.url);
  await platform.close();
  expect(pages).toMatchObject([[{ id: '7', observation: { url: `${platform.url}/petitions/7` } }]]);
});

describe('a list is refused', () => {
  const good = platforms['uk-parliament'](1);
  const other = { ...good, attributes: { ...good.attributes, signature_count: undefined } };
  test.each<[string, RequestListener, RegExp]>([
    ['that is not there', json({}, 404), /petitions\.json\?state=open: there is no such list/],
    ['that leads back', json({ links: { next: '/petitions.json?state=open' }, data: [good] }), /lead back to it/],
    ['that leads to no address', json({ links: { next: 'http://[' }, data: [good] }), /leads on to what is no address/],
    ['that does not say whether it ends', json({ links: {}, data: [good] }), /links\.next must be .*\(it is missing\)/],
    ['without petitions', json({ links: { next: null } }), /data must be a list of petitions \(it is missing\)/],
    [
      'of which none has a count',
      json({ links: { next: null }, data: [other, other] }),
      /data\.1\.attributes\.signature_count .*\(it is missing\)/,
    ],
    [
      'with a petition without an id',
      json({ links: { next: null }, data: [{ ...good, id: undefined }] }),
      /data\.0\.id must be the id of a petition/,
    ],
    ['that is a page for people', (_, response) => response.end('<html>'), /is not JSON/],
  ])('%s', async (_, answer, message) => {
    await expect(listing('uk-parliament', answer)).rejects.toThrow(message);
  });

  test('of Scotland with a petition without its number', async () => {
    const answer = json({ links: { next: null }, data: [{ ...platforms.scotland(1), pe_number: 'A1' }] });
    await expect(listing('scotland', answer)).rejects.toThrow(/data\.0\.pe_number must be .*"PE1876" \(it is "A1"\)/);
  });
});

// Pages for people, whatever was asked for (alphagov/e-petitions, app/controllers/petitions_controller.rb).
describe('a petition that is not published yet', () => {
  const waiting =
    (page: string): RequestListener =>
    ({ url = '' }, response) =>
      url.endsWith('.json')
        ? response.writeHead(302, { location: url.replace(/\.json$/, `/${page}`) }).end()
        : response.end('<!DOCTYPE html><p>12,345 people</p>');

  test.each(names.flatMap((name) => [[name, 'gathering-support'] as const, [name, 'moderation-info'] as const]))(
    '%s: %s is not there, and that is no failure',
    async (name, page) => {
      await lookingAt(sources[name], waiting(page), async ({ look }) => {
        expect((await look()).observation).toEqual({ kind: 'gone', final: false, reason: 'not published yet' });
      });
    },
  );

  test.each(names)('%s: nor where the page for it is not there, as in Scotland without first names', async (name) => {
    const answer: RequestListener = (request, response) =>
      request.url?.endsWith('.json') === true
        ? waiting('moderation-info')(request, response)
        : response.writeHead(404).end();
    await lookingAt(sources[name], answer, async ({ look }) => {
      expect((await look()).observation).toEqual({ kind: 'gone', final: false, reason: 'not published yet' });
      const last = { at: at('2016-01-05T16:00:00Z'), signatures: 12 };
      await expect(look({ known: { ...newPetition(`${name}/1`), last } })).rejects.toThrow(/which answered 404/);
    });
  });

  test.each(names)('%s: of one that was read before, such a redirect says nothing', async (name) => {
    const last = { at: at('2016-01-05T16:00:00Z'), signatures: 12 };
    await lookingAt(sources[name], waiting('gathering-support'), async ({ look }) => {
      await expect(look({ known: { ...newPetition(`${name}/1`), last } })).rejects.toThrow(/is not JSON/);
    });
  });

  test.each(names)('%s: any other page that is not JSON is no reading', async (name) => {
    await lookingAt(sources[name], waiting('elsewhere'), async ({ look }) => {
      await expect(look()).rejects.toThrow(/is not JSON/);
    });
  });
});

// The recorded petition 722903 of the UK, of 2026-08-22. Its forks have the same keys.
describe('what becomes of a petition in parliament', () => {
  const hansard = 'https://hansard.parliament.uk/commons/2025-12-15/debates/x';
  const factsOf = async (name: Platform, changes: object): Promise<unknown> => {
    const { attributes, ...rest }: { attributes?: object } = platforms[name](1000);
    const { links, ...data }: { links?: object } = rest;
    let seen: unknown;
    await lookingAt(
      sources[name],
      json({ links, data: { ...data, attributes: { ...attributes, ...changes } } }),
      async ({ look }) => {
        seen = (await look({ id: idOf(name, 1000) })).observation;
      },
    );
    return seen;
  };

  test.each([
    [
      'a debate that is scheduled',
      { scheduled_debate_date: '2025-12-15', debate: null },
      { state: 'scheduled', on: '2025-12-15' },
    ],
    ['none that is scheduled', { scheduled_debate_date: null, debate_outcome_at: null, debate: null }, null],
    [
      'one that was held',
      {
        scheduled_debate_date: '2025-12-15',
        debate_outcome_at: '2026-03-04T10:18:45.939Z',
        debate: { debated_on: '2025-12-15', transcript_url: hansard, video_url: 'https://example.org' },
      },
      { state: 'held', on: '2025-12-15', url: hansard },
    ],
    [
      'an outcome without a debate',
      { debate_outcome_at: '2026-03-04T10:18:45.939Z', debate: null },
      { state: 'declined' },
    ],
  ])('%s is read, in each fork that has debates', async (_, changes, debate) => {
    for (const name of ['uk-parliament', 'senedd', 'jersey'] as const)
      expect(await factsOf(name, changes)).toMatchObject({ signatures: 12, debate });
  });

  test('an answer of another shape says nothing of it, least of all that there was no debate', async () => {
    for (const changes of [
      { debate_outcome_at: '2026-03-04T10:18:45.939Z', debate: { debated_on: 'soon' } },
      { debate_outcome_at: '2026-03-04T10:18:45.939Z' },
      { scheduled_debate_date: 'soon' },
    ]) {
      const seen = await factsOf('uk-parliament', changes);
      expect(seen).toMatchObject({ signatures: 12 });
      expect(seen).not.toHaveProperty('debate');
    }
  });

  test('the departments are who answers', async () => {
    const departments = [{ name: 'Home Office', acronym: 'HO' }, { name: 'HM Treasury' }];
    expect(await factsOf('uk-parliament', { departments })).toMatchObject({
      authority: 'the Home Office and HM Treasury',
    });
    for (const none of [[], undefined, 'Home Office'])
      expect(await factsOf('uk-parliament', { departments: none })).not.toHaveProperty('authority');
    const story = new Story({ history: sources['uk-parliament'].history })
      .sees('2026-01-10T12:00:00Z', 9_990, { authority: 'the Home Office' })
      .sees('2026-01-10T12:01:00Z', 10_001);
    expect(alertWording(story.only).next).toContain('By convention, a response from the Home Office is expected by');
  });
});
