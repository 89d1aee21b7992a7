/** Single polls of hostile answers, over HTTP and through what the poll function makes of an answer: for all sources. */
import type { RequestListener } from 'node:http';
import { checkConfig } from '../../src/config/read-config.ts';
import { createWatchList } from '../../src/config/watch-list.ts';
import type { WatchedPetition } from '../../src/config/watched-petition.ts';
import { ClockCheck } from '../../src/polling/clock-check.ts';
import { pollPetition, type PollResult } from '../../src/polling/poll-petition.ts';
import { ApiKeyCache } from '../../src/sources/api-keys.ts';
import { CircuitBreaker } from '../../src/sources/circuit-breaker.ts';
import { createHttpClient } from '../../src/sources/http.ts';
import {
  newLoadedPetition,
  parsePetitionItem,
  petitionItem,
  type StoredPetition,
} from '../../src/storage/petition-item.ts';
import { at } from '../domain/story.ts';
import { serve } from '../loopback.ts';
import { countFaults, faultsOf, type Case, type Course } from './law.ts';
import { goodOf, type HostilePlatform } from './platforms.ts';

/** Lets one petition be polled; the server answers as it is told. */
export class Polls {
  readonly #watched: WatchedPetition;
  readonly #platform: HostilePlatform;
  readonly #http = createHttpClient({ allowPrivate: true });
  readonly #answer: { now: RequestListener };
  readonly #close: () => Promise<void>;
  /** What was thrown that no reader may throw. */
  readonly thrown: string[] = [];

  private constructor(
    watched: WatchedPetition,
    platform: HostilePlatform,
    answer: { now: RequestListener },
    close: () => Promise<void>,
  ) {
    [this.#watched, this.#platform, this.#answer, this.#close] = [watched, platform, answer, close];
  }

  static async of(platform: HostilePlatform): Promise<Polls> {
    const answer: { now: RequestListener } = { now: (_, response) => void response.end() };
    const { url, close } = await serve((request, response) => answer.now(request, response));
    const config = checkConfig(
      { watch: [platform.entry(platform.idAt(0), url)], allowPrivateSources: true },
      'hostile',
    );
    const [watched] = createWatchList(config).named;
    if (watched === undefined) throw new Error('nothing is watched');
    return new Polls(watched, platform, answer, close);
  }

  close = async (): Promise<void> => {
    this.#http.close();
    await this.#close();
  };

  /** A poll so many hours after the first, and what is stored of it. */
  async poll(
    previous: StoredPetition | undefined,
    hours: number,
    spoil?: Case['spoil'],
  ): Promise<StoredPetition & PollResult> {
    const { key = '' } = this.#platform;
    const now = at(this.#platform.now).add({ minutes: 60 * hours });
    this.#answer.now = (request, response) => {
      const good = goodOf(this.#platform, 0, request.url ?? '');
      if (spoil !== undefined) spoil(good, response);
      else if (good.text === '') response.writeHead(404).end();
      else response.end(good.text);
    };
    const { petition } = this.#watched;
    const silent = (): void => undefined;
    const stored = previous ?? newLoadedPetition(petition);
    const result = await pollPetition(this.#watched, stored, {
      http: this.#http,
      breaker: new CircuitBreaker(),
      keys: new ApiKeyCache(
        () => now,
        () => Promise.resolve(() => Promise.resolve(key)),
      ),
      now: () => now,
      clock: new ClockCheck(),
      telemetry: {
        info: silent,
        warn: silent,
        count: silent,
        error: (message, { reason } = {}) => void this.thrown.push(`${message}: ${reason ?? ''}`),
      },
    });
    // As the next run finds it.
    const next = { ...stored, ...result };
    return { ...result, ...parsePetitionItem(petition, petitionItem(next, 1)) };
  }
}

type Polled = Awaited<ReturnType<Polls['poll']>>;

/** One platform, a petition that was read there, and what becomes of it after good answers. */
export class Trial {
  readonly #polls: Polls;
  readonly #before: Polled;
  readonly #control: Course<Polled>;

  private constructor(polls: Polls, before: Polled, control: Course<Polled>) {
    [this.#polls, this.#before, this.#control] = [polls, before, control];
  }

  static async of(platform: HostilePlatform): Promise<Trial> {
    const polls = await Polls.of(platform);
    const before = await polls.poll(undefined, 0);
    if (before.outcome.kind !== 'read')
      throw new Error(`the good answer was not read: ${JSON.stringify(before.outcome)}`);
    return new Trial(polls, before, await courseFrom(polls, before));
  }

  close = (): Promise<void> => this.#polls.close();

  /** What breaks the law; `isAltered` where the answer may say something else than the good one, but not of the count. */
  async faults(one: Case, isAltered = false): Promise<string[]> {
    const own = await courseFrom(this.#polls, this.#before, one.spoil);
    const isRead = own.after.outcome.kind !== 'failed';
    const compared = { own, control: this.#control, isRead, told: alertsOf(own), usual: alertsOf(this.#control) };
    return [...(isAltered ? countFaults(one, compared) : faultsOf(one, compared)), ...this.#polls.thrown.splice(0)];
  }
}

async function courseFrom(polls: Polls, before: Polled, spoil?: Case['spoil']): Promise<Course<Polled>> {
  // Twice: what one reading alone says may wait for a second one.
  const first = await polls.poll(before, 1, spoil);
  const second = await polls.poll(first, 1.25, spoil);
  const after = { ...second, alerts: [...first.alerts, ...second.alerts] };
  return { before, after, end: await polls.poll(after, 26) };
}

/** What broke the law, in a line each; empty where nothing did. */
export async function brokenInPolls(platform: HostilePlatform, cases: readonly Case[]): Promise<string[]> {
  const trial = await Trial.of(platform);
  const faults: string[] = [];
  try {
    for (const one of cases) faults.push(...(await trial.faults(one)).map((fault) => `${one.name}: ${fault}`));
  } finally {
    await trial.close();
  }
  return faults;
}

const alertsOf = ({ after, end }: Course<Polled>): string[] =>
  [...after.alerts, ...(end?.alerts ?? [])].map(({ alert }) => alert);
