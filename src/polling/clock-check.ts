/** Whether this machine's clock can be believed in one run, by what the answers of the run say of the time. */
import { clockError, isServerOff, isUsual } from '../domain/clock.ts';
import { minutesBetween, type Instant } from '../domain/time.ts';
import type { Telemetry } from '../runtime/telemetry.ts';

/** Nothing is concluded or stored while the clock is wrong. The next run finds out whether it is right again. */
export class WrongClock extends Error {
  override readonly name = 'WrongClock';
}

export class ClockCheck {
  readonly #ahead = new Map<string, number>();
  readonly #usual: Map<string, number>;
  #known: Instant | undefined;

  /** `usual` is kept by the process: by how much each server was off before. */
  constructor(usual = new Map<string, number>()) {
    this.#usual = usual;
  }

  /** The last finished tick, whose instant has been the time here. */
  remember(tick: Instant | undefined): void {
    this.#known = tick;
  }

  /** A server said that it was `date` when it was `now` here. Of several answers, the freshest counts. */
  heard(host: string, date: Instant, now: Instant): void {
    const minutes = minutesBetween(date, now);
    this.#ahead.set(host, Math.min(minutes, this.#ahead.get(host) ?? Infinity));
  }

  /** Whether a server says that the clock is right. */
  get isConfirmed(): boolean {
    return [...this.#ahead.values()].some((minutes) => !isServerOff(minutes));
  }

  /** Why the clock is wrong; undefined if it is right, as far as that is known. */
  fault(now: Instant): string | undefined {
    const error = clockError({ ahead: this.#ahead, usual: this.#usual, known: this.#known }, now);
    if (error === undefined) return undefined;
    const hosts = [...this.#ahead.keys()].join(' and ');
    return `this machine's clock is ${lengthText(error)} ${error > 0 ? 'ahead of' : 'behind'} ${hosts}: nothing is concluded until it is right`;
  }

  /** @throws {WrongClock} */
  assertRight(now: Instant): void {
    const fault = this.fault(now);
    if (fault !== undefined) throw new WrongClock(fault);
  }

  /** For the end of a run: the log says it once. @throws {WrongClock} */
  tellAndAssertRight(now: Instant, telemetry: Telemetry): void {
    const reason = this.fault(now);
    if (reason !== undefined) telemetry.error('clock wrong', { reason });
    this.assertRight(now);
  }

  /** Servers whose clocks are wrong while ours is right, each told once in a process. That costs only their freshness. */
  tellServersOff(telemetry: Telemetry): void {
    for (const [host, minutes] of this.#ahead) {
      if (isServerOff(minutes) && !isUsual(this.#usual.get(host), minutes)) {
        const reason = `its clock is ${lengthText(minutes)} ${minutes > 0 ? 'behind' : 'ahead'}, or its answers are from a cache`;
        telemetry.warn('server clock differs', { host, reason });
      }
      this.#usual.set(host, minutes);
    }
  }
}

function lengthText(minutes: number): string {
  const length = Math.abs(minutes);
  if (length < 120) return `${Math.round(length)} minutes`;
  return length < 2 * 1440 ? `${Math.round(length / 60)} hours` : `${Math.round(length / 1440)} days`;
}
