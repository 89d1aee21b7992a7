/**
 * The one law of all hostile answers: each is no reading, with a failure that is counted, or the reading of the good
 * answer; nothing false is told; and the next good answer is read as if nothing had been.
 */
import type { StoredPetition } from '../../src/storage/petition-item.ts';
import type { Spoil } from './spoil.ts';

/** One hostile answer, as one petition gets it. */
export interface Case {
  readonly name: string;
  readonly spoil: Spoil;
  /** What it plainly says. */
  readonly says?: 'gone' | undefined;
  /** Of what carries an answer: to all sources the same. */
  readonly isCarrier?: boolean;
}

/** A petition before the hostile answer, after it, and after a good one. */
export interface Course<State> {
  readonly before: State;
  readonly after: State;
  readonly end?: State | undefined;
}

/** The same petition, and one that had good answers only. */
export interface Compared {
  readonly own: Course<StoredPetition>;
  readonly control: Course<StoredPetition>;
  /** Whether the hostile answer was read. */
  readonly isRead: boolean;
  /** Names of the alerts that it caused, and those that the control did. */
  readonly told: readonly string[];
  readonly usual: readonly string[];
}

/** What is believed of a petition: all that an answer could make false. */
function beliefIn({ petition }: StoredPetition): string {
  const { last, doubted, deadline, closed, answer, clock, needed, thresholds, opened } = petition;
  return JSON.stringify({
    signatures: last?.signatures,
    doubted: doubted?.signatures,
    opened: opened?.toString(),
    deadline: deadline?.at.toString(),
    closed: closed !== undefined,
    answered: answer !== undefined,
    started: clock !== undefined,
    needed,
    verdicts: Object.entries(thresholds).map(([name, { verdict, response }]) => [name, verdict, response.verdict]),
  });
}

const isGone = ({ petition }: StoredPetition): boolean => petition.gone !== undefined;

/** What broke the law; empty where nothing did. */
export function faultsOf({ says }: Case, { own, control, isRead, told, usual }: Compared): string[] {
  const belief = beliefIn(own.after);
  const falseAlerts = told.filter((alert) => !usual.includes(alert) && !(says === 'gone' && alert === 'petition-gone'));
  return [
    ...([own.before, control.after].some((state) => beliefIn(state) === belief)
      ? []
      : [`believed is ${belief}, and true ${beliefIn(control.after)}`]),
    ...(isGone(own.after) && says !== 'gone' ? ['it is taken for gone'] : []),
    ...(isRead || isGone(own.after) || own.after.failures > 0 ? [] : ['no failure is counted']),
    ...falseAlerts.map((alert) => `${alert} is told`),
    ...(own.end === undefined || control.end === undefined || isSameEnd(own.end, control.end)
      ? []
      : [`in the end, believed is ${beliefIn(own.end)}, and true ${beliefIn(control.end)}`]),
  ];
}

const isSameEnd = (own: StoredPetition, control: StoredPetition): boolean =>
  beliefIn(own) === beliefIn(control) && own.failures === 0 && !isGone(own);

/** The same of an answer that may say something else than the good one, but not of the count. */
export function countFaults({ says }: Case, { own, control, isRead }: Compared): string[] {
  const counts = [own.before, control.after].map(({ petition }) => petition.last?.signatures);
  const { petition, failures } = own.after;
  return [
    ...(counts.includes(petition.last?.signatures) && petition.doubted === undefined
      ? []
      : [`${petition.doubted?.signatures ?? petition.last?.signatures} is believed, and ${counts.join(' or ')} true`]),
    ...(isGone(own.after) && says !== 'gone' ? ['it is taken for gone'] : []),
    ...(isRead || isGone(own.after) || failures > 0 ? [] : ['no failure is counted']),
    ...(own.end?.failures === 0 && !isGone(own.end) ? [] : ['it is not read in the end']),
  ];
}
