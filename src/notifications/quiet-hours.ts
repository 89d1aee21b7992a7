/** Quiet hours: part of each day in which only the four main alerts are published; the others wait for its end. */
import { Temporal } from 'temporal-polyfill';
import { mainAlerts, type Alert } from '../domain/alerts.ts';
import type { Instant } from '../domain/time.ts';

export interface QuietHours {
  /** Clock times, as `22:00`; `to` lies on the next day where it is not after `from`. */
  readonly from: string;
  readonly to: string;
  /** Whose clock. */
  readonly timeZone: string;
}

/** When the quiet hours end that `now` lies in; undefined outside of them. */
export function quietUntil({ from, to, timeZone }: QuietHours, now: Instant): Instant | undefined {
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
  return around?.end.toInstant();
}

const mainAlertSet: ReadonlySet<string> = new Set(mainAlerts);

/** Whether an alert may be published in quiet hours: one of the four we exist for. */
export const ignoresQuietHours = ({ alert }: Alert): boolean => mainAlertSet.has(alert);
