/**
 * A plain reference of what is told of one petition, written from the text of docs/design.md and not from the core: what
 * can be worked out from all the looks so far is worked out again at every look.
 */
import { deadlineAfter, minutes } from './civil.ts';
import { lastSaid, type Look, type Reading, type Seen, type Terms, type Told } from './polls.ts';
import { judgeResponse, remind, warningOf, warnOfResponse } from './response.ts';
import { drafted, isNews, judgeThreshold, neededOf, opening, type Closing, type Facts } from './threshold.ts';

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
  readonly #standings;
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
    const isTold = !told && last !== undefined && (removed || at >= since + 10 * minutes);
    this.#gone = { since, told: told || isTold };
    if (isTold) this.told.push({ ...whole('petition-gone', at), between: [last.at, since] });
  }

  sees(at: number, saw: Seen): void {
    const { rules, warnBefore, remindEvery, lagMinutes, announceStart } = this.#terms;
    this.#gone = undefined;
    const lag = lagMinutes * minutes;
    const made = saw.asked ?? at;
    const now = { ...saw, at, made, complete: made - lag };
    const between = [this.#readings.at(-1)?.made ?? null, at] as const;
    this.#readings.push(now);
    const readings = this.#readings;
    const opened = lastSaid(readings, (reading) => reading.opened);
    const deadline = this.#deadlineAt(now, opened);

    if (readings.length === 1 && announceStart) this.told.push(whole('watch-started', at, deadline));
    if (this.#deadline !== undefined && deadline !== this.#deadline)
      this.told.push(whole('deadline-changed', at, deadline));
    this.#deadline = deadline;
    this.#close(now, between);
    const closing = this.#closing;

    const facts: Facts = { readings, now, between, rules, opened, deadline, closing };
    for (const standing of this.#standings) {
      const { response: before } = standing;
      this.told.push(...judgeThreshold(standing, facts), ...judgeResponse(standing, facts));
      this.told.push(...warnOfResponse(standing, facts, warnBefore), ...remind(standing, facts, before, remindEvery));
    }
    this.#warn(facts);
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

  /** Early by the platform's stamp, or where it is seen closed at a look before the deadline. */
  #close(now: Reading, between: readonly [number | null, number]): void {
    if (now.signing?.open === true) this.#closing = undefined;
    if (now.signing?.open !== false || this.#closing !== undefined) return;
    const { at, reason } = now.signing;
    const early = (at ?? now.at) < (this.#deadline ?? Infinity);
    this.#closing = { seen: now.at, early, between, ...(at !== undefined && { at }) };
    if (!early || !isNews({ readings: this.#readings, now }, at)) return;
    const told = { ...whole('closed-early', now.at, this.#deadline), occurredAt: at ?? null, between };
    this.told.push({ ...told, ...(reason !== undefined && { reason }) });
  }

  #warn(facts: Facts): void {
    const { opened, deadline, closing } = facts;
    const [nearest] = this.#standings
      .filter(({ verdict }) => verdict === 'open')
      .sort((a, b) => neededOf(a, facts) - neededOf(b, facts));
    if (nearest === undefined || deadline === undefined || closing !== undefined) return;
    const warning = warningOf(deadline, opened, this.#warned, facts, this.#terms.warnBefore);
    if (warning === undefined) return;
    this.#warned = warning;
    if (isNews(facts, warning)) this.told.push(drafted(nearest, facts, 'closing-soon'));
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
