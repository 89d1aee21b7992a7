/**
 * A platform that lives through a random history, and the looks at it. What is left out says so where it is.
 */
import { before, deadlineAfter, hours } from './civil.ts';
import type { Change, History, Step } from './history.ts';
import type { Look, Seen, Terms } from './polls.ts';

/** The looks of a history, each with what it sees. */
export function looksOf(history: History, terms: Terms): Look[] {
  const platform = new Platform(history, terms);
  for (const step of history.steps) platform.lives(step);
  return platform.looks;
}

class Platform {
  readonly looks: Look[] = [];
  readonly #opened: number;
  readonly #terms: Terms;
  /** What it would say now if it said all. */
  #says: Seen;
  #last: number;
  /** When it was read. */
  readonly #readings: number[] = [];

  constructor({ opened, needed }: History, terms: Terms) {
    this.#says = { signatures: 0, ...(needed && { needed }) };
    this.#opened = opened;
    this.#terms = terms;
    this.#last = opened - 1;
  }

  lives(step: Step): void {
    const at = this.#instantOf(step);
    if (step.sees === 'reading') this.#isRead(step, at);
    else this.looks.push({ at, saw: step.sees });
    this.#last = Math.max(at, this.#last);
  }

  #isRead(step: Step, at: number): void {
    const before = this.#says;
    for (const change of step.changes) this.#says = { ...this.#says, ...this.#changed(change, before, at) };
    // A look is made after the one before it is over.
    const asked = at > this.#last ? Math.max(at - step.asked, this.#last) : at;
    this.looks.push({ at, saw: { ...this.#shown(step, before), ...(asked < at && { asked }) } });
    if (at > this.#last) this.#readings.push(at);
    // What was seen too late to count is not seen again.
    else this.#says = before;
  }

  /** Left out: a reading that is not later than a look that found the petition gone; examples.test.ts has one. */
  #instantOf({ wait }: Step): number {
    const ahead = this.#anchors()
      .filter((anchor) => anchor > this.#last)
      .sort((a, b) => a - b);
    const anchor = wait.to === undefined ? undefined : ahead[wait.to % Math.max(ahead.length, 1)];
    const at = (anchor ?? this.#last) + wait.by;
    return this.#readings.at(-1) === this.#last ? at : Math.max(at, this.#last + 1);
  }

  /** The instants about which verdicts turn: deadlines and warnings, of signing and of responses. */
  #anchors(): number[] {
    const { rules, warnBefore } = this.#terms;
    const starts = [...this.looks.slice(-4).map(({ at }) => at), ...Object.values(this.#says.stamps ?? {})];
    const responses = rules.thresholds.flatMap(({ responseWindow: window }) =>
      starts.flatMap((start) =>
        start === null || window === undefined ? [] : [deadlineAfter(start, window, rules.timeZone, rules.cutoff)],
      ),
    );
    return [this.#deadline() ?? this.#last, this.#says.answerDue ?? this.#last, ...responses].flatMap((one) => [
      one,
      ...warnBefore.map((length) => before(one, length, rules.timeZone)),
    ]);
  }

  #deadline(): number | undefined {
    const { signingWindow, timeZone, cutoff } = this.#terms.rules;
    if (this.#says.deadline !== undefined || signingWindow === undefined) return this.#says.deadline;
    return deadlineAfter(this.#opened, signingWindow, timeZone, cutoff);
  }

  /**
   * All that it says, or nothing but the count. Left out: its own number of a threshold in some looks only, and a status
   * that holds a threshold up and is not repeated.
   */
  #shown({ terse }: Step, before: Seen): Seen {
    const { signatures, needed, stamps, met, deadline, signing, answer, answerDue } = this.#says;
    const isNew =
      deadline !== before.deadline ||
      signing !== before.signing ||
      answer !== before.answer ||
      answerDue !== before.answerDue ||
      stamps !== before.stamps;
    if (!terse || isNew) return { ...this.#says, opened: this.#opened };
    const holding = this.#terms.rules.retractable && met !== undefined;
    return { signatures, ...(needed && { needed }), ...(holding && { met }) };
  }

  #changed(change: Change, before: Seen, now: number): Partial<Seen> {
    const since = (ago: number): number => Math.max(this.#opened, now - ago);
    const { stamps, answer, met = [], signing, deadline } = this.#says;
    switch (change.kind) {
      case 'count':
        return { signatures: change.to };
      case 'stamp':
        return { stamps: { ...stamps, [change.which]: stamps?.[change.which] ?? since(change.ago) } };
      case 'take-back':
        return { stamps: { ...stamps, [change.which]: null } };
      case 'status':
        return { met: [...met, change.which] };
      case 'answer':
        return { answer: answer ?? (change.ago === null ? {} : { at: since(change.ago) }) };
      case 'no-answer':
        return { answer: null };
      case 'deadline':
        // Left out: the deadline of a petition that is closed.
        return signing?.open === false || signing !== before.signing ? {} : this.#moved(change.by, now);
      case 'answer-due':
        return { answerDue: now + change.by };
      case 'close': {
        const at = change.ago === null ? undefined : since(change.ago);
        const { reason } = change;
        if (deadline !== before.deadline) return {};
        return { signing: { open: false, ...(at !== undefined && { at }), ...(reason && { reason }) } };
      }
      case 'reopen':
        return { signing: { open: true } };
    }
  }

  #moved(by: number, now: number): Partial<Seen> {
    return { deadline: (this.#deadline() ?? now + 72 * hours) + by };
  }
}
