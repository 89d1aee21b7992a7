/** Quiet hours: a part of each day in which the four main alerts are published. The others wait for its end. */
import { Temporal } from 'temporal-polyfill';
import { isMainAlert, type Alert } from '../domain/alerts.ts';
import { factOf } from '../domain/flapping.ts';
import type { Instant } from '../domain/time.ts';

export interface QuietHours {
  /** Clock times such as `22:00`. Where `to` is not after `from`, it is on the next day. */
  readonly from: string;
  readonly to: string;
  /** Whose clock. */
  readonly timeZone: string;
}

/** When the current quiet hours began, and when they end; undefined outside of them. */
export function quietSpan(
  { from, to, timeZone }: QuietHours,
  now: Instant,
): { readonly begin: Instant; readonly end: Instant } | undefined {
  const here = now.toZonedDateTimeISO(timeZone);
  const ends = [here.toPlainDate(), here.toPlainDate().add({ days: 1 })].map((day) => {
    const begin = Temporal.PlainTime.compare(from, to) < 0 ? day : day.subtract({ days: 1 });
    return {
      begin: begin.toZonedDateTime({ timeZone, plainTime: from }),
      end: day.toZonedDateTime({ timeZone, plainTime: to }),
    };
  });
  const around = ends.find(
    ({ begin, end }) =>
      Temporal.ZonedDateTime.compare(begin, here) <= 0 && Temporal.ZonedDateTime.compare(here, end) < 0,
  );
  return around && { begin: around.begin.toInstant(), end: around.end.toInstant() };
}

/**
 * What is published of an outbox in quiet hours: the four main alerts, and what was said before them about the same.
 * Otherwise "no longer met" would be read in the morning, after the "met again" that followed it.
 */
export const publishedInQuietHours = (outbox: readonly Alert[]): readonly Alert[] =>
  outbox.filter((alert, index) =>
    outbox.slice(index).some((later) => isMainAlert(later) && factOf(later) === factOf(alert)),
  );
