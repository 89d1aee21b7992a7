/**
 * The world of the soak: petitions whose whole course is known from the start, so that what is to be told of each is
 * known as well, and the platform that serves them as of a time.
 */
import { createServer, type ServerResponse } from 'node:http';
import type { AlertName } from '../../src/domain/alerts.ts';
import { listen, type LoopbackServer } from '../../emulator/listen.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const needed = 1_000;

/** Times are in milliseconds since 1970. */
export interface ShownPetition {
  readonly id: string;
  readonly opened: number;
  readonly answered?: number | undefined;
  readonly countAt: (now: number) => number;
  readonly deadlineAt: (now: number) => number;
  readonly neededAt: (now: number) => number;
}

export interface SoakPetition extends ShownPetition {
  readonly deadline: number;
  /** When it reaches its line, if it does. */
  readonly crossed: number;
  /** The main alerts and late answers that its course brings, in order. */
  readonly expected: readonly AlertName[];
}

/** How long the authority has. */
export const responseWindow = 'P10D';

/** A stream of numbers from 0 to 1, the same for the same seed (mulberry32). */
export function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/**
 * A petition that opens in the hours before `start`, and is signed for five to thirty days. Three in ten reach their
 * thousand; of these some are answered in time, some weeks late, some never.
 */
export function petitionOf(index: number, start: number): SoakPetition {
  const random = randomFrom(index + 1);
  const opened = Math.round(start - random() * 6 * hour);
  const span = (5 + 25 * random()) * day;
  const reaches = random() < 0.3;
  const final = Math.round(needed * (reaches ? 1.05 + 4 * random() : 0.95 * random()));
  const bend = 0.8 + 1.2 * random();
  const countAt = (now: number): number => Math.floor(final * Math.min(1, Math.max(0, now - opened) / span) ** bend);
  const crossed = opened + span * (needed / final) ** (1 / bend);
  const fate = random();
  const deadline = opened + Math.round(span);
  const common = {
    id: `p${index}`,
    opened,
    crossed: reaches ? crossed : Infinity,
    deadline,
    countAt,
    deadlineAt: () => deadline,
    neededAt: () => needed,
  };
  if (!reaches) return { ...common, answered: undefined, expected: ['threshold-missed'] };
  if (fate < 0.4) {
    const answered = Math.round(crossed + (1 + 8 * random()) * day);
    return { ...common, answered, expected: ['threshold-met', 'response-met'] };
  }
  // The deadline is ten days from the look that sees the crossing, which may come some rounds after it.
  if (fate < 0.6 && crossed - start < 25 * day) {
    const answered = Math.round(crossed + 32 * day);
    return { ...common, answered, expected: ['threshold-met', 'response-missed', 'response-late'] };
  }
  return { ...common, answered: undefined, expected: ['threshold-met', 'response-missed'] };
}

/** A petition in a storm: what is shown of it changes every few minutes, until it is calm. */
export interface StormPetition extends ShownPetition {
  /** Whether its count is above its number when it is calm again. */
  readonly isMet: boolean;
}

/** How long a storm takes. */
export const stormMinutes = 30;

/** Each of its values for so many minutes, one after the other; before and after the storm, the first and the last. */
function inStorm<Value>(values: readonly [Value, ...Value[]], pace: number, begins: number): (now: number) => Value {
  return (now) => {
    const passed = Math.floor((now - begins) / minute);
    if (passed < 0) return values[0];
    if (passed >= stormMinutes) return values.at(-1) ?? values[0];
    return values[Math.floor(passed / pace) % values.length] ?? values[0];
  };
}

/**
 * A petition whose count falls and rises, whose number is another, and whose deadline moves, at times into the past: each at
 * its own pace, of one to five minutes.
 */
export function stormPetitionOf(index: number, start: number, begins: number): StormPetition {
  const paces = [1, 2, 3, 4, 5];
  const pace = (field: number): number => paces[(index + field * Math.floor(index / paces.length)) % paces.length] ?? 1;
  const isMet = index % 2 === 0;
  const usual = begins + 30 * day;
  return {
    id: `s${index}`,
    opened: start - hour,
    countAt: inStorm([500, 1_200, 90, 1_100, isMet ? 1_300 : 700], pace(0), begins),
    neededAt: inStorm([needed, 1_250, 600, needed], pace(1), begins),
    deadlineAt: inStorm([usual, usual + 10 * day, begins - 2 * hour, usual], pace(2), begins),
    isMet,
  };
}

const unix = (time: number): number => Math.floor(time / 1000);

function shown({ id, opened, answered, countAt, deadlineAt, neededAt }: ShownPetition, now: number): object {
  const signatureCount = countAt(now);
  const isAnswered = answered !== undefined && answered <= now;
  const reached = signatureCount >= neededAt(now) ? 'pending response' : 'open';
  return {
    id,
    title: `Petition ${id}`,
    signatureCount,
    signatureThreshold: neededAt(now),
    created: unix(opened),
    deadline: unix(deadlineAt(now)),
    status: isAnswered ? 'responded' : reached,
    response: isAnswered ? { associationTime: unix(answered) } : [],
  };
}

/** What a platform does instead of answering. */
const mishaps: readonly ((response: ServerResponse) => void)[] = [
  (response) => void response.writeHead(503).end(),
  (response) => void response.writeHead(500).end('<html>'),
  (response) => void response.end('<html>Please log in</html>'),
  (response) => void response.end('{"metadata":{},"results":[{"id":'),
  (response) => void response.destroy(),
];

/** Serves the petitions as of `now`, in the JSON of We the People; a share of the requests comes to grief. */
export function startPlatform(
  petitions: ReadonlyMap<string, ShownPetition>,
  now: () => number,
  failing: number,
  random: () => number,
): Promise<LoopbackServer> {
  return listen(
    createServer((request, response) => {
      // The clock of the soak is not ours: its platforms have none.
      response.sendDate = false;
      const id = /^\/v1\/petitions\/(\w+)\.json$/.exec(request.url ?? '')?.[1] ?? '';
      const petition = petitions.get(id);
      const mishap = random() < failing ? mishaps[Math.floor(random() * mishaps.length)] : undefined;
      if (mishap !== undefined) mishap(response);
      else if (petition === undefined) response.writeHead(404).end();
      else response.end(JSON.stringify({ metadata: {}, results: [shown(petition, now())] }));
    }),
  );
}
