/**
 * The proof of work that a browser sends with the form, in the format of ALTCHA (https://altcha.org): it derives one key
 * after another until it finds the one that was meant. Nothing of a visitor is in it.
 */
import { createChallenge, randomInt, verifySolution, type Challenge } from 'altcha-lib';
import { deriveKey } from 'altcha-lib/algorithms/pbkdf2';
import * as z from 'zod/mini';
import { isAfter, parsedInstant, type Instant } from '../../src/domain/time.ts';
import { parseJson } from '../../src/validation.ts';

/**
 * A thousand keys on average, of 10,000 rounds each. One core of two that others used too derived them in 2.2 seconds in
 * Chromium 156, with a worker for each core it took 1.9, and in Node 3.1 (2026-11). A visitor should not have to wait longer,
 * with an old telephone several times as long. The key that is meant is any of the first `mostKeys`: if it were never
 * among the first half, who attacks would leave these out. Making and checking a challenge is one key each: 4 ms.
 */
const difficulty = { algorithm: 'PBKDF2/SHA-256', cost: 10_000, mostKeys: 2_000 };

/** The browser begins when somebody presses the button, and gives up after 90 seconds. */
const lifetime = { minutes: 5 };

/** The clocks of two processes are never quite the same. What would expire later is not ours, and asks for a secret that nobody needs. */
const longestLifetime = { minutes: 10 };

export const challengeEnds = (now: Instant): Instant => now.add(lifetime);

/** When it expires is among our own data: the library's `expiresAt` goes by the clock of this machine, and not by ours. */
export const newChallenge = (ends: Instant, secret: string): Promise<Challenge> =>
  createChallenge({
    algorithm: difficulty.algorithm,
    cost: difficulty.cost,
    counter: randomInt(difficulty.mostKeys),
    deriveKey,
    data: { ends: ends.toString() },
    hmacSignatureSecret: secret,
  });

export const challengeSchema = z.object({
  parameters: z.object({
    algorithm: z.string(),
    nonce: z.string(),
    salt: z.string(),
    cost: z.number(),
    keyLength: z.number(),
    keyPrefix: z.string(),
    data: z.object({ ends: z.string() }),
  }),
  signature: z.string(),
});
const proofSchema = z.object({
  challenge: challengeSchema,
  solution: z.object({ counter: z.number(), derivedKey: z.string() }),
});

export interface Proof extends z.output<typeof proofSchema> {
  readonly ends: Instant;
}

/** What was sent, before anything of it is known to be true. Undefined: it is none, or has expired. */
export function readProof(text: string, now: Instant): Proof | undefined {
  try {
    const proof = parseJson(proofSchema, Buffer.from(text, 'base64').toString(), 'proof');
    const ends = parsedInstant(proof.challenge.parameters.data.ends);
    const isCurrent = ends !== undefined && isAfter(ends, now) && !isAfter(ends, now.add(longestLifetime));
    return isCurrent ? { ...proof, ends } : undefined;
  } catch {
    return undefined;
  }
}

/** Whether the challenge is ours, and the work was done. */
export async function isRight({ challenge, solution }: Proof, secret: string): Promise<boolean> {
  const { verified } = await verifySolution({ challenge, solution, deriveKey, hmacSignatureSecret: secret });
  return verified;
}
