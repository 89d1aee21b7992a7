/**
 * The world of the soak: petitions whose whole course is known from the start, so that what is to be told of each is
 * known as well, and the platform that serves them as of a time.
 */
import { createServer, type ServerResponse } from 'node:http';
import type { AlertName } from '../../src/domain/alerts.ts';
import { listen, type LoopbackServer } from '../../emulator/listen.ts';

const hour = 3_600_000;
const day = 24 * hour;
const needed = 1_000;

/** Times are in milliseconds since 1970. */
export interface SoakPetition {
  readonly id: string;
  readonly opened: number;
  readonly deadline: number;
  /** When it reaches its line, if it does. */
  readonly crossed: number;
  readonly answered: number | undefined;
  readonly countAt: (now: number) => number;
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
  const common = {
    id: `p${index}`,
    opened,
    crossed: reaches ? crossed : Infinity,
    deadline: opened + Math.round(span),
    countAt,
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

const unix = (time: number): number => Math.floor(time / 1000);

function shown({ id, opened, deadline, answered, countAt }: SoakPetition, now: number): object {
  const signatureCount = countAt(now);
  const isAnswered = answered !== undefined && answered <= now;
  const reached = signatureCount >= needed ? 'pending response' : 'open';
  return {
    id,
    title: `Petition ${id}`,
    signatureCount,
    signatureThreshold: needed,
    created: unix(opened),
    deadline: unix(deadline),
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
  petitions: ReadonlyMap<string, SoakPetition>,
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
