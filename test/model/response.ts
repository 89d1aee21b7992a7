/** The verdict of the response that one threshold obliges to, from the text of docs/design.md and nothing else. */
import { before, daysBetween, deadlineAfter, minutes } from './civil.ts';
import { lastSaid, type Terms, type Told } from './polls.ts';
import { drafted, isFallInDoubt, isNews, stampOf, type Facts, type Standing } from './threshold.ts';

/** The platform's own day for the answer. */
const ownDay = ({ readings }: Facts): number | undefined => lastSaid(readings, ({ answerDue }) => answerDue);

const isOwed = ({ rule: { responseWindow, answerDue } }: Standing): boolean =>
  responseWindow !== undefined || answerDue === true;

/** When the clock of the response started: at the stamp, or else where the bracket ends. The platform's own day has none. */
const startOf = (standing: Standing, facts: Facts): number | undefined =>
  ownDay(facts) === undefined ? standing.met && (stampOf(standing, facts) ?? standing.met.by) : undefined;

function dueOf(standing: Standing, facts: Facts): number | undefined {
  if (standing.met === undefined || !isOwed(standing)) return undefined;
  const start = startOf(standing, facts);
  const { responseWindow } = standing.rule;
  const { timeZone, cutoff } = facts.rules;
  if (start === undefined || responseWindow === undefined) return ownDay(facts);
  return deadlineAfter(start, responseWindow, timeZone, cutoff);
}

export function judgeResponse(standing: Standing, facts: Facts): Told[] {
  if (!isOwed(standing) || standing.response === 'answered') return [];
  const { now, readings } = facts;
  if (readings.some(({ answer }) => answer)) {
    standing.response = 'answered';
    return answered(standing, facts);
  }
  const last = standing.due;
  const due = dueOf(standing, facts);
  standing.due = due;
  if (due === undefined) return [];
  // Missed by that day stays missed.
  if (standing.response === 'missed' && due === last) return [];
  const before = standing.response;
  standing.response = now.complete <= due || isFallInDoubt(standing, facts) ? 'open' : 'missed';
  const isTakenBack = before === 'missed' && standing.response === 'open';
  const moved = movedDay(standing, last, due, isTakenBack, facts);
  if (standing.response === 'open' || before === 'missed' || !isNews(facts, due)) return moved;
  const between = facts.first[`response-missed ${standing.rule.name}`] ?? facts.between;
  const certain = standing.met?.certain === true;
  return [...moved, { ...drafted(standing, facts, 'response-missed'), ...about(standing, due), between, certain }];
}

/** The platform names another day than the response was due by, or what was missed is due again. */
function movedDay(
  standing: Standing,
  last: number | undefined,
  due: number,
  isTakenBack: boolean,
  facts: Facts,
): Told[] {
  if (last === undefined || Math.abs(due - last) < minutes) return [];
  if (ownDay(facts) === undefined && !isTakenBack) return [];
  const between = facts.first.answerDue ?? facts.between;
  return [{ ...drafted(standing, facts, 'deadline-changed'), ...about(standing, due), between }];
}

const about = ({ occurrence }: Standing, due: number | undefined): Pick<Told, 'occurrence' | 'deadline'> => ({
  occurrence,
  deadline: due ?? null,
});

/** An answer, at the first look that shows it. */
function answered(standing: Standing, facts: Facts): Told[] {
  const { now, readings, rules, first } = facts;
  const between = first.answer ?? facts.between;
  const [, seen] = between;
  const before = readings.findLast(({ at }) => at < seen);
  const stamp = now.answer?.at;
  if (!isNews(facts, stamp)) return [];
  const isLongAgo = between[0] === null && standing.met?.from === undefined && stampOf(standing, facts) === undefined;
  const due = standing.met !== undefined && isLongAgo ? ownDay(facts) : dueOf(standing, facts);
  const told: Told = {
    ...drafted(standing, facts, 'response-met'),
    ...about(standing, due),
    occurredAt: stamp ?? null,
    between,
  };
  const notMetBefore = stampOf(standing, facts) ?? standing.met?.from?.complete;
  if (standing.met === undefined || (notMetBefore !== undefined && (stamp ?? seen) < notMetBefore))
    return [{ ...told, early: true }];
  if (due === undefined) return [{ ...told, certain: true }];

  const notBefore = stamp ?? before?.complete ?? -Infinity;
  if (notBefore > due)
    return [{ ...told, alert: 'response-late', daysLate: daysBetween(due, stamp ?? seen, rules.timeZone) }];
  return [{ ...told, certain: (stamp ?? seen) <= due }];
}

export function warnOfResponse(standing: Standing, facts: Facts, warnBefore: Terms['warnBefore']): Told[] {
  const due = dueOf(standing, facts);
  if (due === undefined || standing.response !== 'open') return [];
  const warning = warningOf(due, startOf(standing, facts), standing.warned, facts, warnBefore);
  if (warning === undefined) return [];
  standing.warned = warning;
  return isNews(facts, warning) ? [{ ...drafted(standing, facts, 'response-due-soon'), deadline: due }] : [];
}

/** Told at the last point of the grid that begins at the deadline, unless the look is the one that showed it missed. */
export function remind(
  standing: Standing,
  facts: Facts,
  before: Standing['response'],
  every: Terms['remindEvery'],
): Told[] {
  const due = dueOf(standing, facts);
  if (every === undefined || due === undefined || standing.response !== 'missed') return [];
  const { now, rules, readings } = facts;
  let last = Math.max(standing.reminded, due);
  for (;;) {
    const next = deadlineAfter(last, every, rules.timeZone, 'same-time');
    if (next >= now.complete) break;
    last = next;
  }
  if (last === Math.max(standing.reminded, due)) return [];
  standing.reminded = last;
  if ((readings.length > 1 && before !== 'missed') || !isNews(facts, last)) return [];
  const daysLate = daysBetween(due, now.at, rules.timeZone);
  return [{ ...drafted(standing, facts, 'response-overdue'), ...about(standing, due), daysLate }];
}

/** The last warning of a deadline that is due by now, if it lies after the start and after the one given last. */
export function warningOf(
  deadline: number,
  start: number | undefined,
  given: number,
  { now, rules }: Facts,
  warnBefore: Terms['warnBefore'],
): number | undefined {
  if (now.at >= deadline) return undefined;
  const latest = Math.max(
    ...warnBefore.map((length) => before(deadline, length, rules.timeZone)).filter((at) => at <= now.at),
  );
  return latest > Math.max(given, start ?? -Infinity) ? latest : undefined;
}
