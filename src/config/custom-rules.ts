/** Rules in an entry of petitions.json, for platforms whose thresholds are not set by law. */
import * as z from 'zod/mini';
import { rulesSchema } from '../domain/rules-schema.ts';

/** The platforms whose entries may have rules. */
export const sourcesWithCustomRules: ReadonlySet<string> = new Set([
  'change-org',
  'action-network',
  'petities',
  'new-zealand',
  'openpetition',
]);

/** `taken` are the names of the platform's own numbers: a threshold of that name would be replaced by them. */
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
        'What the petition should reach, and by when, as no law sets it. Absent: what the platform itself shows or says, or else round numbers.',
      ),
    );
