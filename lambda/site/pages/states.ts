/** The states of a petition, which the table filters by, and how urgent each is. Pure. */
import { isAfter } from '../../../src/domain/time.ts';
import { isOpenAt, type ThresholdStatus } from '../../../src/status/petition-status.ts';
import { isDuty, type Commitment } from '../../../src/notifications/response-wording.ts';
import type { PetitionView } from '../view-model.ts';

/** In the order of the form. */
export const states = {
  open: 'Open for signatures',
  soon: 'Closing within a week',
  met: 'A threshold met',
  due: 'Response pending',
  overdue: 'Response past its date',
  answered: 'Answered',
  missed: 'Missed, closed or gone',
} as const;
export type PetitionState = keyof typeof states;

/** The same week as in a digest. */
const soon = { hours: 7 * 24 };

/** Signatures are still being collected, as far as we know. */
export const isOpen = ({ status, asOf }: PetitionView): boolean => isOpenAt(status, asOf);

export function statesOf(view: PetitionView): PetitionState[] {
  const { deadline, thresholds } = view.status;
  const open = isOpen(view);
  const responses = new Set(thresholds.map(({ response }) => response));
  const verdicts = new Set(thresholds.map(({ verdict }) => verdict));
  const holds: Readonly<Record<PetitionState, boolean>> = {
    open,
    soon: open && deadline !== null && !isAfter(deadline, view.asOf.add(soon)),
    met: verdicts.has('met'),
    due: responses.has('due'),
    overdue: responses.has('missed'),
    answered: responses.has('met') || responses.has('late'),
    missed: !open || verdicts.has('missed'),
  };
  return stateNames.filter((state) => holds[state]);
}

const stateNames = ['open', 'soon', 'met', 'due', 'overdue', 'answered', 'missed'] as const;

/** The kinds of verdict marks: each has its own shape, and a colour as an extra. */
export type VerdictKind = 'open' | 'met' | 'missed' | 'due' | 'overdue' | 'answered' | 'late' | 'gone';

/** A convention whose date has passed does not look like a broken duty: a response is still expected. */
export const responseKind = (
  response: Exclude<ThresholdStatus['response'], 'none'>,
  commitment: Commitment,
): VerdictKind =>
  ({ due: 'due', met: 'answered', missed: isDuty(commitment) ? 'overdue' : 'due', late: 'late' } as const)[response];

/** Most urgent first, settled last. */
const urgency: readonly PetitionState[] = ['overdue', 'due', 'soon', 'open', 'met', 'answered', 'missed'];

/** How urgent the most urgent of these states is: 0 is a response past its date. */
export const urgencyOf = (of: readonly PetitionState[]): number => urgency.findIndex((state) => of.includes(state));
