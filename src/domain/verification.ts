/**
 * Signatures that somebody verifies after they were collected. Until then met is provisional. The platform says what
 * came of it: met after all, or refused.
 */
import type { Alert } from './alerts.ts';
import type { Reading } from './observation.ts';
import type { ThresholdRule } from './rules.ts';

/** The platform says that too few signatures of this threshold are valid. */
export type Refusal = NonNullable<Reading['refused']>[string];

export const refusalOf = ({ refused }: Reading, threshold: string): Refusal | undefined => refused?.[threshold];

/** What an alert says of a met threshold whose signatures are still to be verified. */
export const provisionalFields = ({ verifiedBy }: ThresholdRule, certain: boolean): Pick<Alert, 'verifiedBy'> =>
  verifiedBy === undefined || certain ? {} : { verifiedBy };

/** What an alert says of a threshold that was refused. */
export const refusalFields = (
  refusal: Refusal | undefined,
): Partial<Pick<Alert, 'reason' | 'occurredAt' | 'verified'>> =>
  refusal === undefined ? {} : { reason: 'not-verified', occurredAt: refusal.at ?? null, verified: refusal.verified };
