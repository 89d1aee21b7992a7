/** Rules that an entry of petitions.json brings itself, where its platform has none in law. */
import * as z from 'zod/mini';
import { rulesSchema } from '../domain/rules-schema.ts';

/** The platforms for which an entry may bring rules. */
export const sourcesWithCustomRules: ReadonlySet<string> = new Set(['change-org', 'action-network']);

/** `taken` are the names of the platform's own numbers, which would take the place of the config's. */
export const customRules = (taken: readonly string[] = []) =>
  z
    .optional(
      rulesSchema.check(
        z.refine(({ thresholds }) => thresholds.every(({ name }) => !taken.includes(name)), {
          error: `must not name a threshold ${taken.map((name) => `"${name}"`).join(' or ')}, which is the platform's own number; a good name is "handover"`,
        }),
      ),
    )
    .check(
      z.describe(
        'What the petition is meant to reach, and by when, as the platform has no rules in law. Absent: what the platform itself shows, or else round numbers.',
      ),
    );
