/**
 * A plain reference of what is told of one petition, written from the text of docs/design.md and not from the core: what
 * can be worked out from all the looks so far is worked out again at every look.
 */
import { deadlineAfter, minutes } from './civil.ts';
import { lastSaid, type Between, type Look, type Reading, type Seen, type Terms, type Told } from './polls.ts';
import { judgeResponse, remind, warningOf, warnOfResponse } from './response.ts';
import {
  drafted,
  isNews,
  judgeThreshold,
  neededOf,
  opening,
  type Closing,
  type Facts,
  type Standing,
} from './threshold.ts';

const whole = (alert: Told['alert'], at: number, deadline?: number): Told => ({
  alert,
  threshold: null,
  needed: null,
  detectedAt: at,
  occurredAt: null,
  between: null,
  certain: true,
  deadline: deadline ?? null,
});

class Petition {
  readonly told: Told[] = [];
  readonly #terms: Terms;
  readonly #readings: Reading[] = [];
  readonly #standings: Standing[];
  /** What only looks in doubt have shown so far. */
  readonly #claims = new Map<string, { readonly value: string; readonly between: Between }>();
  #deadline: number | undefined;
  /** The deadline is the platform's own. */
  #isOwn = false;
  #closing: Closing | undefined;
  #warned = -Infinity;
  #gone: { readonly since: number; readonly told: boolean } | undefined;

  constructor(terms: Terms) {
    this.#terms = terms;
    this.#standings = terms.rules.thresholds.map(opening);
  }

  misses(at: number, removed: boolean): void {
    const { since, told } = this.#gone ?? { since: at, told: false };
    const last = this.#readings.at(-1);
    const { confirms = false } = this.#terms;
    const enough = !removed ? 10 * minutes : confirms ? 50_000 : 0;
    const isTold = !told && last !== undefined && at >= since + enough;
    this.#gone = { since, told: told || isTold };
    if (isTold) this.told.push({ ...whole('petition-gone', at), between: [last.at, since] });
  }

  sees(at: number, saw: Seen): void {
    const { rules, lagMinutes, announceStart } = this.#terms;
    this.#gone = undefined;
    const lag = lagMinutes * minutes;
    const made = saw.asked ?? at;
    const { said, isInDoubt, first } = this.#sift(this.#withLapse(saw, made - lag), at, made);
    const now = { ...said, at, made, complete: isInDoubt ? -Infinity : made - lag };
    const between = [this.#readings.at(-1)?.made ?? null, at] as const;
    this.#readings.push(now);
    const readings = this.#readings;
    const opened = lastSaid(readings, (reading) => reading.opened);
    const deadline = this.#deadlineAt(now, opened);

    if (readings.length === 1 && announceStart) this.told.push(whole('watch-started', at, deadline));
    const closedAt = now.signing?.open === false ? now.signing.at : undefined;
    const since = (deadline ?? 0) - (this.#deadline ?? 0);
    const isClosedOnTime = closedAt === deadline && since > 0 && since < 24 * 60 * minutes;
    if (this.#deadline !== undefined && deadline !== this.#deadline && !isClosedOnTime)
      this.told.push(whole('deadline-changed', at, deadline));
    this.#deadline = deadline;
    this.#close(now, first.closed ?? between);
    const closing = this.#closing;

    const facts: Facts = { readings, now, between, rules, opened, deadline, closing, first };
    this.#judge(facts, isInDoubt);
    // A later look knows it as it was made.
    readings.splice(-1, 1, { ...now, complete: made - lag });
    this.#warn(facts);
  }

  /** Judges all, and once more without the final verdicts, where they rest on this look alone. */
  #judge(facts: Facts, isInDoubt: boolean): void {
    const { warnBefore, remindEvery, confirms = false } = this.#terms;
    const judgedBy = (known: Facts): { standings: Standing[]; told: Told[] } => {
      const standings = this.#standings.map((one) => ({ ...one, ...(one.met && { met: { ...one.met } }) }));
      const told = standings.flatMap((standing) => {
        const { response: before } = standing;
        const verdicts = [...judgeThreshold(standing, known), ...judgeResponse(standing, known)];
        return [
          ...verdicts,
          ...warnOfResponse(standing, known, warnBefore),
          ...remind(standing, known, before, remindEvery),
        ];
      });
      return { standings, told };
    };
    let judged = judgedBy(facts);
    if (confirms && !isInDoubt) {
      const { now } = facts;
      const finals = judged.told.filter(({ alert }) => alert === 'threshold-missed' || alert === 'response-missed');
      const names = finals.map(
        ({ alert, threshold, deadline }) => [`${alert} ${String(threshold)}`, String(deadline)] as const,
      );
      const isProven = names.map(([name, value]) => this.#isProven(name, value, facts.between[0], now.at, now.made));
      for (const name of this.#claims.keys())
        if (name.includes('-missed ') && !names.some(([one]) => one === name)) this.#claims.delete(name);
      if (isProven.includes(false)) judged = judgedBy({ ...facts, now: { ...now, complete: -Infinity } });
      else for (const [name] of names) this.#claims.delete(name);
    }
    this.#standings.splice(0, this.#standings.length, ...judged.standings);
    this.told.push(...judged.told);
  }

  /** Whether an earlier look showed the same, fifty seconds and the lag before this one's answer was made. */
  #isProven(name: string, value: string, before: number | null, at: number, made: number): boolean {
    const known = this.#claims.get(name);
    const claim = known?.value === value ? known : { value, between: [before, at] as const };
    this.#claims.set(name, claim);
    return claim.between[1] + this.#terms.lagMinutes * minutes + 50_000 <= made;
  }

  /** Where too few have signed in a first time, that ended signing; it goes on once there are enough. */
  #withLapse(saw: Seen, complete: number): Seen {
    const { lapse, timeZone, cutoff } = this.#terms.rules;
    const opened = saw.opened ?? lastSaid(this.#readings, (reading) => reading.opened);
    if (lapse === undefined || opened === undefined || saw.signing?.open === false) return saw;
    const end = deadlineAfter(opened, lapse.within, timeZone, cutoff);
    const reason = `fewer than ${lapse.atLeast} signatures in time`;
    if (saw.signatures < lapse.atLeast)
      return complete > end ? { ...saw, signing: { open: false, at: end, reason } } : saw;
    return this.#closing?.reason === reason ? { ...saw, signing: { open: true } } : saw;
  }

  /** The look without what it alone says against what is known: a moved deadline, a closing or an answer without a stamp. */
  #sift(saw: Seen, at: number, made: number): { said: Seen; isInDoubt: boolean; first: Record<string, Between> } {
    const last = this.#readings.at(-1);
    if (this.#terms.confirms !== true || last === undefined) return { said: saw, isInDoubt: false, first: {} };
    const { deadline, signing, answer, answerDue } = saw;
    const isMoved =
      deadline !== undefined && this.#deadline !== undefined && Math.abs(deadline - this.#deadline) >= minutes;
    const day = lastSaid(this.#readings, (reading) => reading.answerDue);
    const isMovedDay = answerDue !== undefined && day !== undefined && Math.abs(answerDue - day) >= minutes;
    const isOver = this.#deadline !== undefined && at > this.#deadline;
    const closes = signing?.open === false && signing.at === undefined && this.#closing === undefined && !isOver;
    const wasAnswered = this.#readings.some((reading) => reading.answer);
    // A stamp of before the opening proves nothing.
    const opened = lastSaid(this.#readings, (reading) => reading.opened);
    const isUnproven = (at: number | undefined): boolean => at === undefined || (opened !== undefined && at < opened);
    const claims = {
      deadline: isMoved ? String(deadline) : undefined,
      answerDue: isMovedDay ? String(answerDue) : undefined,
      closed: closes ? 'closed' : undefined,
      open: signing?.open === true && this.#closing !== undefined ? 'open' : undefined,
      answer: answer && isUnproven(answer.at) && !wasAnswered ? 'answered' : undefined,
    };
    const first: Record<string, Between> = {};
    const doubted = new Set<string>();
    for (const [name, value] of Object.entries(claims)) {
      const known = this.#claims.get(name);
      if (value === undefined) this.#claims.delete(name);
      else if (!this.#isProven(name, value, last.made, at, made)) doubted.add(name);
      else if (known !== undefined) {
        first[name] = known.between;
        this.#claims.delete(name);
      }
    }
    for (const [name, { between }] of this.#claims) if (name.includes('-missed ')) first[name] = between;
    const said = {
      ...saw,
      ...(doubted.has('deadline') && { deadline: undefined }),
      ...(doubted.has('answerDue') && { answerDue: undefined }),
      ...((doubted.has('closed') || doubted.has('open')) && { signing: undefined }),
      ...(doubted.has('answer') && { answer: undefined }),
    };
    return { said, isInDoubt: doubted.size > 0, first };
  }

  /** The platform's own wins, and stays; a closing after it shows that it had moved. Else the rules give one. */
  #deadlineAt(now: Reading, opened: number | undefined): number | undefined {
    const { rules } = this.#terms;
    const { deadline: own, signing } = now;
    const ruled =
      opened === undefined || rules.signingWindow === undefined
        ? undefined
        : deadlineAfter(opened, rules.signingWindow, rules.timeZone, rules.cutoff);
    const before = this.#isOwn ? this.#deadline : ruled;
    const closed = signing?.open === false ? signing.at : undefined;
    const shown = own ?? (before !== undefined && closed !== undefined && closed > before ? closed : undefined);
    if (shown !== undefined) this.#isOwn = true;
    const deadline = shown ?? before;
    const last = this.#deadline;
    return last !== undefined && deadline !== undefined && Math.abs(deadline - last) < minutes ? last : deadline;
  }

  /** Early by the platform's stamp, or where it is seen closed at a look: a minute before the deadline or more. */
  #close(now: Reading, between: readonly [number | null, number]): void {
    if (now.signing?.open === true) this.#closing = undefined;
    if (now.signing?.open !== false || this.#closing !== undefined) return;
    const { at, reason } = now.signing;
    // It was seen at the first look that showed it, though a later one confirmed it.
    const [, seen] = between;
    const early = (at ?? seen) + minutes <= (this.#deadline ?? Infinity);
    this.#closing = { seen, early, between, ...(at !== undefined && { at }), ...(reason !== undefined && { reason }) };
    if (!early || !isNews({ readings: this.#readings, now }, at)) return;
    const told = { ...whole('closed-early', now.at, this.#deadline), occurredAt: at ?? null, between };
    this.told.push({ ...told, ...(reason !== undefined && { reason }) });
  }

  #warn(facts: Facts): void {
    const { opened, deadline, closing } = facts;
    const [nearest] = this.#standings
      .filter(({ verdict }) => verdict === 'open')
      .sort((a, b) => neededOf(a, facts) - neededOf(b, facts));
    const isOpen = nearest !== undefined || this.#standings.length === 0;
    if (!isOpen || deadline === undefined || closing !== undefined) return;
    const warning = warningOf(deadline, opened, this.#warned, facts, this.#terms.warnBefore);
    if (warning === undefined) return;
    this.#warned = warning;
    if (!isNews(facts, warning)) return;
    this.told.push(nearest ? drafted(nearest, facts, 'closing-soon') : whole('closing-soon', facts.now.at, deadline));
  }
}

export function alertsOf(looks: readonly Look[], terms: Terms): Told[] {
  const petition = new Petition(terms);
  let last = -Infinity;
  for (const { at, saw } of looks) {
    if (at <= last) continue;
    last = at;
    if (saw === 'gone' || saw === 'removed') petition.misses(at, saw === 'removed');
    else petition.sees(at, saw);
  }
  return petition.told;
}
