/**
 * The contract that each platform is held to, by its own answers in contract/. What these checks saw is the table in
 * docs/platforms.md; `npm run platforms` writes it.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import type { RequestListener } from 'node:http';
import { playerOf } from '../../cli/probe/recording.ts';
import { BadInput } from '../../src/validation.ts';
import { evaluate } from '../../src/domain/evaluate.ts';
import { newPetition, type Petition } from '../../src/domain/petition.ts';
import type { Reading, Observation } from '../../src/domain/observation.ts';
import { SourceFailed } from '../../src/sources/http.ts';
import { sourceNames, sources } from '../../src/sources/registry.ts';
import { withoutImpossibleTimes } from '../../src/sources/check-times.ts';
import type { ApiKey, SourceState, ReadResult, Source } from '../../src/sources/source.ts';
import { at } from '../domain/story.ts';
import { answering, textOf, type Bodies, type Contract, type Open } from './contract/contract.ts';
import { badCounts, faults, hang } from './contract/faults.ts';
import { contracts as ofPlatforms } from './contract/index.ts';
import { spread, withNews, without } from './contract/keys.ts';
import { baseless, tableOf, unexplained, type Known, type Shown } from './contract/capability-table.ts';
import { contract as hallamContract } from './example/contract.ts';
import { sources as ofExample } from './example/entry.ts';
import { upstreams, type Answer, type Case } from './contract/upstream.ts';
import { evidence } from './contract/evidence.ts';
import { keyOf, lookingAt, pagesOf } from './reading.ts';
import { recordings } from './recorded.ts';

/** And the one that docs/adding-a-platform.md adds, which is no row of the table. */
const contracts: Readonly<Record<string, Contract>> = {
  ...ofPlatforms,
  hallam: { ...hallamContract, source: ofExample.hallam },
};
const names = Object.keys(contracts);

test.each(sourceNames)('%s has a contract', (name) => {
  // A platform is held to it by a file in contract/, and a line in contract/index.ts.
  expect(names).toContain(name);
});

const shown: Record<string, Known> = {};

describe.each(names)('%s', (name) => {
  const contract = contractOf(name);
  const source = sourceOf(name, contract);
  const key = contract.key === undefined ? undefined : keyOf(contract.key);
  const platform = { source, key };
  const seen: Shown = { readings: [] };
  if (name in ofPlatforms) shown[name] = { shown: seen, contract };
  const { now, open, others, closedEarly, list } = contract;

  /** What the core makes of it. */
  const known = (before: Petition, observation: Observation, when: string): Petition => {
    const terms = { history: source.history, warnBefore: [], announceStart: false, lagMinutes: source.lagMinutes };
    return evaluate(before, observation, at(when), terms).petition;
  };
  const lookAt = async (bodies: Bodies, when = now, before?: Petition, memory?: SourceState): Promise<ReadResult> =>
    outcome(platform, answering(bodies), { now: when, known: before ?? newPetition(`${name}/1`), memory });
  const readingOf = ({ observation }: ReadResult, when = now): Reading => {
    if (observation.kind !== 'reading') throw new Error(`there is no reading: ${JSON.stringify(observation)}`);
    expect(withoutImpossibleTimes(observation, at(when)).impossible).toEqual([]);
    return observation;
  };
  const opened = async (): Promise<Petition> =>
    known(newPetition(`${name}/1`), (await lookAt(open.bodies(open.sees.signatures))).observation, now);

  const looks: [string, Open & { memory?: SourceState }][] = [
    ['at the first look', open],
    ...(contract.later === undefined ? [] : [['at a later look', contract.later] satisfies [string, Open]]),
  ];

  test('an open petition has a count, and what else it is known to have', async () => {
    const reading = readingOf(await lookAt(open.bodies(open.sees.signatures)));
    expect(reading).toMatchObject(open.sees);
    expect(reading.signing?.open ?? true).toBe(true);
    seen.open = known(newPetition(`${name}/1`), { kind: 'reading', ...reading }, now);
    seen.readings.push(reading);
  });

  if (contract.later !== undefined) {
    const { later } = contract;
    test('what is asked for later has the count too', async () => {
      const reading = readingOf(await lookAt(later.bodies(later.sees.signatures), now, await opened(), later.memory));
      expect(reading).toMatchObject(later.sees);
      seen.readings.push(reading);
    });
  }

  for (const [what, { bodies, sees, now: when = now }] of Object.entries(others)) {
    test(`one that is ${what}`, async () => {
      const reading = readingOf(await lookAt(bodies, when, await opened()), when);
      expect(reading).toMatchObject(sees);
      seen.readings.push(reading);
    });
  }

  if (closedEarly !== undefined) {
    const { bodies, sees, now: when = now } = closedEarly;
    test('one that is closed before its deadline was closed early', async () => {
      const before = await opened();
      const reading = readingOf(await lookAt(bodies, when, before), when);
      expect(reading).toMatchObject(sees);
      expect(known(before, { kind: 'reading', ...reading }, when).closed).toMatchObject({ early: true });
      seen.readings.push(reading);
      seen.closedEarly = true;
    });
  }

  describe.each(looks)('%s', (_, { bodies, sees, required, memory }) => {
    const good = bodies(sees.signatures);
    const look = async (answer: Bodies): Promise<ReadResult> => lookAt(answer, now, await opened(), memory);

    test('keys that are not known are no matter', async () => {
      expect(readingOf(await look(withNews(good)))).toMatchObject(sees);
    });

    test('a key that is missing is named, or is no matter', async () => {
      const named: string[] = [];
      for (const [path, answer] of spread(good).map((path) => [path, without(good, path)] as const)) {
        const outcome = await look(answer).catch((error: unknown) => error);
        if (!(outcome instanceof Error)) {
          expect([path, outcome]).toEqual([path, expect.objectContaining({ observation: expect.anything() })]);
          continue;
        }
        expect(outcome).toBeInstanceOf(BadInput);
        expect(outcome.message).toContain(outcome.message.includes('nothing is found by') ? lastOf(path) : path);
        named.push(path.replace(/\.\d+(?=\.)/g, '.*'));
      }
      expect([...new Set(named)].sort()).toEqual([...required].sort());
    });

    test.each(badCounts)('a count of %j is no reading', async (count) => {
      await expect(look(bodies(count))).rejects.toThrow(BadInput);
    });

    test.each(Object.entries(faults))('%s is no reading', async (fault, { spoil, says = /./, retryAfter, ofJson }) => {
      const [text = ''] = Object.values(good);
      if (ofJson === true && typeof text === 'string') return;
      const before = await opened();
      const answer: RequestListener = (request, response) =>
        spoil(response, textOf(good, request.url) ?? '{}', request);
      const error: unknown = await outcome(platform, answer, { now, known: before, memory }).catch(
        (reason: unknown) => reason,
      );
      if (!(error instanceof SourceFailed || error instanceof BadInput)) {
        throw new Error(`${fault}: ${JSON.stringify(error)}`);
      }
      expect(error.message).toMatch(says);
      if (contract.key !== undefined) expect(error.message).not.toContain(contract.key);
      if (retryAfter !== undefined) expect(error).toMatchObject({ retryAfter });
    });

    test('a server that says nothing is left after a while', async () => {
      const before = await opened();
      await expect(outcome(platform, hangs, { now, known: before, memory }, { timeoutMs: 100 })).rejects.toThrow(
        /did not answer within 0\.1 s$/,
      );
    });

    test.each([
      [404, false],
      [410, true],
    ])('%i is a petition that is gone', async (status, final) => {
      const answer: RequestListener = (_, response) => response.writeHead(status).end('Sorry');
      const looked = outcome(platform, answer, { now, known: await opened(), memory });
      if (contract.oneAddress === true) await expect(looked).rejects.toThrow(SourceFailed);
      else expect((await looked).observation).toEqual({ kind: 'gone', final });
    });
  });

  test('what has not changed is asked for with a condition, and is as it was', async () => {
    let conditions = 0;
    const { signatures } = open.sees;
    const bodies = { ...open.bodies(signatures), ...contract.later?.bodies(signatures) };
    const whole = answering(bodies, { etag: '"v1"' });
    const answer: RequestListener = (request, response) => {
      if (request.headers['if-none-match'] === '"v1"') {
        conditions += 1;
        response.writeHead(304).end();
      } else whole(request, response);
    };
    let [petition, memory]: [Petition, SourceState] = [newPetition(`${name}/1`), undefined];
    for (let look = 0; look < 3; look += 1) {
      const when = at(now).add({ minutes: look }).toString();
      const { observation, state: next = memory } = await outcome(platform, answer, {
        now: when,
        known: petition,
        memory,
      });
      expect(observation).toMatchObject({ kind: 'reading', signatures });
      petition = known(petition, observation, when);
      memory = next;
    }
    if (conditions > 0) seen.conditional = true;
  });

  test('it has a list exactly where its entry says so', async () => {
    const reader = await source.reader();
    expect(reader.list !== undefined).toBe(list !== undefined);
    expect(source.hasList === true).toBe(list !== undefined);
    expect(source.hasAnswered === true).toBe(reader.answered !== undefined);
  });

  if (list !== undefined) {
    const sizes = list.atOnce === true ? [7] : [25, 3, 50, 1];

    test('its list is followed page by page, whatever their sizes, and says what a single look says', async () => {
      const served = list.served(sizes);
      // Where all have one address, the list is what a look asks for.
      const answer = contract.oneAddress === true ? served : answering(open.bodies(open.sees.signatures), {}, served);
      await lookingAt(
        source,
        answer,
        async ({ look, platform: { url, requests } }) => {
          const single = (await look({ now })).observation;
          const before = requests.length;
          const pages = await pagesOf(await source.reader(), url, key);
          const all = sizes.reduce((sum, size) => sum + size, 0);
          // Where each petition has to be asked for, each is a page: the time that a page may take is its own.
          const own = list.each === undefined ? sizes : Array.from({ length: all }, () => 1);
          expect(pages.map((page) => page.length).filter((size) => size > 0)).toEqual(own);
          expect(new Set(pages.flat().map(({ id }) => id)).size).toBe(all);
          // One more than there are pages, where only an empty one is the end.
          const more = (list.begins === true ? 2 : 1) + (list.each ?? 0) * all;
          expect(requests.length - before).toBeLessThanOrEqual(sizes.length + more);
          const [first] = pages.flat();
          expect(first?.id).toBe(source.id.example);
          expect(single).toMatchObject(first?.observation ?? { kind: 'no petition' });
        },
        { key },
      );
      seen.list = list.atOnce === true ? 'at once' : 'pages';
    });

    test.each(Object.entries(faults))('%s is no list', async (_, { spoil, says = /./ }) => {
      const answer: RequestListener = (request, response) => spoil(response, '[{"data":[]}]', request);
      await lookingAt(source, answer, async ({ platform: { url } }) => {
        await expect(pagesOf(await source.reader(), url, key)).rejects.toThrow(says);
      });
    });

    test.each([404, 410])('%i is no empty list', async (status) => {
      const answer: RequestListener = (__, response) => response.writeHead(status).end('[]');
      await lookingAt(source, answer, async ({ platform: { url } }) => {
        await expect(pagesOf(await source.reader(), url, key)).rejects.toThrow(/there is no such list/);
      });
    });
  }

  const upstream = upstreams[name];
  if (upstream !== undefined) {
    const { kind, repository, commit, asOf, cases } = upstream;
    const letter = kind === 'client' ? 'C' : 'U';
    const ofUpstream: Shown = { readings: [] };
    if (shown[name] !== undefined) {
      shown[name] = {
        ...shown[name],
        upstream: { shown: ofUpstream, by: `${repository} at ${commit.slice(0, 8)} (${asOf})`, letter },
      };
    }
    describe(`by ${repository} at ${commit.slice(0, 8)}`, () => {
      const whenOpen = async (): Promise<Petition> => {
        const { answers = {}, now: when = now } = cases.open ?? {};
        const { observation } = await outcome(platform, answeringAs(answers), newLook(name, when));
        return known(newPetition(`${name}/1`), observation, when);
      };

      test.each(Object.entries(cases))(
        'its answer is read: %s',
        async (_, { answers, sees, now: when = now, memory, id }) => {
          const answer = answeringAs(answers);
          if (Array.isArray(sees)) {
            expect(await listedIds(source, answer, when, key)).toEqual(sees);
            if (seen.list !== undefined) ofUpstream.list = seen.list;
            return;
          }
          const looked = outcome(platform, answer, { ...newLook(name, when), memory, id });
          if (sees instanceof RegExp) {
            await expect(looked).rejects.toThrow(sees);
            return;
          }
          const { observation } = await looked;
          expect(observation).toMatchObject(sees);
          if (observation.kind === 'gone') return;
          const reading = readingOf({ observation }, when);
          ofUpstream.readings.push(reading);
          if (Object.values(answers).some(({ headers }) => isConditional(headers))) ofUpstream.conditional = true;
          if (known(await whenOpen(), observation, when).closed?.early === true) ofUpstream.closedEarly = true;
        },
      );
    });
  }

  test('what it does not show has a reason', () => {
    expect(unexplained(seen, contract)).toEqual([]);
  });
});

test('docs/platforms.md has what was seen, and where', async () => {
  const all: Record<string, Known> = {};
  for (const [name, known] of Object.entries(shown)) {
    all[name] = { ...known, evidence: evidence[name], ...(await recordedOf(name)) };
  }
  expect(baseless(all, evidence)).toEqual([]);
  const file = new URL('../../docs/platforms.md', import.meta.url);
  const page = readFileSync(file, 'utf8');
  const between = /(<!-- platforms -->\n\n).*?(\n\n<!-- end of platforms -->)/s;
  const now = page.replace(between, (_, begin: string, end: string) => `${begin}${tableOf(all)}${end}`);
  expect(page).toMatch(between);
  if (process.env.PLATFORMS === 'write') writeFileSync(file, now);
  // `npm run platforms` writes it.
  else expect(page).toBe(now);
});

/** What is in the recordings of a platform. */
async function recordedOf(name: string): Promise<Pick<Known, 'recorded'>> {
  const of = recordings.filter(({ petition }) => petition.startsWith(`${name}/`));
  if (of.length === 0) return {};
  const seen: Shown = { readings: [] };
  for (const recording of of) {
    const player = await playerOf(recording);
    const observation = await player.observe(recording.answers);
    await player.close();
    if (observation.kind === 'reading') seen.readings.push(observation);
    if (recording.list === true) seen.list = 'pages';
    if (recording.answers.some(({ headers }) => isConditional(headers))) seen.conditional = true;
  }
  return { recorded: { shown: seen, by: of.map(({ petition }) => petition).join(', ') } };
}

const isConditional = (headers: Answer['headers'] = {}): boolean => 'etag' in headers || 'last-modified' in headers;

const newLook = (name: string, now: string): { now: string; known: Petition; memory: undefined } => ({
  now,
  known: newPetition(`${name}/1`),
  memory: undefined,
});

/** A platform that answers as its software does. */
const answeringAs =
  (answers: Case['answers']): RequestListener =>
  ({ url = '' }, response) => {
    const { status = 200, headers = {}, body = '' } = answers[url] ?? { status: 404 };
    response.writeHead(status, headers).end(typeof body === 'string' ? body : JSON.stringify(body));
  };

async function listedIds(
  source: Source,
  answer: RequestListener,
  now: string,
  key: ApiKey | undefined,
): Promise<string[]> {
  const ids: string[] = [];
  await lookingAt(source, answer, async ({ platform: { url } }) => {
    const pages = await pagesOf(await source.reader(), url, key, now);
    ids.push(...pages.flat().map(({ id }) => id));
  });
  return ids;
}

interface Platform {
  readonly source: Source;
  readonly key: ApiKey | undefined;
}

const lastOf = (path: string): string => path.slice(path.lastIndexOf('.') + 1);
const hangs: RequestListener = (request, response) => hang(response, '', request);

function contractOf(name: string): Contract {
  const contract = contracts[name];
  if (contract === undefined) throw new Error(`there is no contract of ${name}`);
  return contract;
}

function sourceOf(name: string, contract: Contract): Source {
  const source = contract.source ?? Object.entries<Source>(sources).find(([known]) => known === name)?.[1];
  if (source === undefined) throw new Error(`there is no source ${name}`);
  return source;
}

/** What one look at it sees. */
async function outcome(
  { source, key }: Platform,
  answer: RequestListener,
  options: { now: string; known: Petition; memory: SourceState; id?: string | undefined },
  settings: { timeoutMs?: number } = {},
): Promise<ReadResult> {
  const seen: ReadResult[] = [];
  await lookingAt(source, answer, async ({ look }) => void seen.push(await look(options)), { ...settings, key });
  const [one] = seen;
  if (one === undefined) throw new Error('it was not looked at');
  return one;
}

test('each platform has a title of its own, which is not the name that the config uses', () => {
  const titles = Object.values(sources).map(({ title }) => title);
  expect(new Set(titles).size).toBe(titles.length);
  expect(titles.filter((title) => title in sources)).toEqual([]);
});
