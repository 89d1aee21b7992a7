/**
 * Petitions to reckon with, the same ones each time. "As petitions are" is drawn from what is known of 60,950 petitions of
 * the UK to April 2015 (github.com/yukimasano/pet_forecast): 15.2 million signatures, 255 petitions over 10,000, 41 over
 * 100,000, with a kink at each line.
 */

export const kinds = ['as petitions are', 'quiet', 'one a minute', 'near the line', 'over the line'] as const;
export type Kind = (typeof kinds)[number];

/** A petition as the bench begins. */
export interface Drawn {
  readonly id: string;
  readonly signatures: number;
  /** Signatures, for the hours of the bench. */
  readonly perDay: number;
  /** Whether they come singly and at random, or as by a clock. */
  readonly atRandom: boolean;
  /** How long ago it was opened. */
  readonly days: number;
}

/** How long signatures are collected: six months. */
const windowDays = 182;

/**
 * How many signatures a petition ends with: of all, `share` have more than `from`, and from there on the odds of more fall
 * with that slope. The shares of the lines are those of the record; where the first piece begins, and how the last one
 * falls, is chosen so that the mean is that of the record too (249 each).
 */
const pieces = [
  { share: 41 / 60_950, from: 100_000, slope: 5 },
  { share: 255 / 60_950, from: 10_000, slope: Math.log(255 / 41) / Math.log(10) },
  { share: 1, from: 1.7, slope: Math.log(60_950 / 255) / Math.log(10_000 / 1.7) },
] as const;

/** The number that this share of all petitions ends above. */
function endsAbove(share: number): number {
  const { from, slope, share: all } = pieces.find((piece) => share <= piece.share) ?? pieces[2];
  return from * (share / all) ** (-1 / slope);
}

/** Signatures come at a pace that falls off as one over the time (in days, after the first). */
const grown = (days: number): number => Math.log(1 + days) / Math.log(1 + windowDays);

/** Spreads what it is told of evenly between 0 and 1, whatever else their order means: multiples of the golden section. */
export const spread = (index: number): number => (index * 0.618_033_988_749_895) % 1;

function asPetitionsAre(index: number, many: number): Omit<Drawn, 'id'> {
  const end = endsAbove((index + 0.5) / many);
  // One alone is neither new nor about to close.
  const days = many === 1 ? windowDays / 2 : 0.2 + spread(index) * (windowDays - 0.4);
  return {
    signatures: Math.floor(end * grown(days)),
    perDay: end / (1 + days) / Math.log(1 + windowDays),
    atRandom: true,
    days,
  };
}

const byClock = (signatures: number, perDay: number): Omit<Drawn, 'id'> => ({
  signatures,
  perDay,
  atRandom: false,
  days: 30,
});

const drawers: Record<Kind, (index: number, many: number) => Omit<Drawn, 'id'>> = {
  'as petitions are': asPetitionsAre,
  quiet: () => byClock(4_000, 0),
  'one a minute': () => byClock(4_000, 1440),
  'near the line': () => byClock(9_930, 480),
  'over the line': () => byClock(9_999, 1440),
};

export const populationOf = (many: number, kind: Kind): Drawn[] =>
  Array.from({ length: many }, (_, index) => ({ id: String(index + 1), ...drawers[kind](index, many) }));

/** So many signatures before the bench began, for those that had come by then. */
export const countBefore = ({ signatures, perDay }: Drawn, hours: number): number =>
  Math.max(0, Math.floor(signatures - (perDay * hours) / 24));

/** The count as time goes on. It is to be asked for later times only. */
export function counter({ id, signatures, perDay, atRandom }: Drawn): (minutes: number) => number {
  const perMinute = perDay / 1440;
  if (!atRandom) return (minutes) => Math.floor(signatures + perMinute * minutes);
  const random = randomFrom(Number(id));
  const gap = (): number => (perMinute === 0 ? Infinity : -Math.log(1 - random()) / perMinute);
  let [count, next] = [signatures, gap()];
  return (minutes) => {
    for (; next <= minutes; next += gap()) count += 1;
    return count;
  };
}

/** Mulberry32: small, and the same everywhere. */
function randomFrom(seed: number): () => number {
  let state = Math.imul(seed, 0x9e3779b1);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
