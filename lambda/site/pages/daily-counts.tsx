/** The last count of each day as a table, for readers without the chart. */
import type { Count } from '../../../src/domain/count-series.ts';
import { formatZone } from '../../../src/format.ts';
import type { PetitionRecord, SiteContext } from '../view-model.ts';
import { Time } from './components.tsx';
import { countText, numberText } from './site-format.ts';

/** More than a year, as the longest signing windows last one. The CSV has the older days. */
const maxDays = 400;

export function DailyCounts({
  record: { readings, status },
  site,
}: {
  readonly record: PetitionRecord;
  readonly site: SiteContext;
}) {
  const days = daily(readings, status.timeZone);
  if (days.length === 0) return null;
  const shown = days.slice(-maxDays);
  return (
    <details>
      <summary>Counts by day</summary>
      <table class="counts">
        <caption>
          The last count of each day on which it changed ({formatZone(status.timeZone)}).
          {shown.length < days.length &&
            ` These are the last ${countText(shown.length, 'day', site)}; the CSV has all.`}
        </caption>
        <thead>
          <tr>
            <th scope="col">Day</th>
            <th scope="col" class="n">
              Signatures
            </th>
            <th scope="col" class="n">
              Change
            </th>
          </tr>
        </thead>
        <tbody>
          {shown.toReversed().map(({ at, signatures, change }) => (
            <tr key={at.epochMilliseconds}>
              <th scope="row">
                <Time at={at} zone={status.timeZone} site={site} style="day" zoneless />
              </th>
              <td class="n">{numberText(signatures, site)}</td>
              <td class="n">{change === null ? '–' : `${change > 0 ? '+' : ''}${numberText(change, site)}`}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}

interface Day extends Count {
  /** Since the previous day in the list; null for the first. */
  readonly change: number | null;
}

/** Oldest first. Many readings share a day, so the end of each day is computed once. */
function daily(readings: readonly Count[], zone: string): Day[] {
  const days: Count[] = [];
  let until = Number.NEGATIVE_INFINITY;
  for (const reading of readings) {
    const at = reading.at.epochMilliseconds;
    if (at < until) days.pop();
    else until = reading.at.toZonedDateTimeISO(zone).startOfDay().add({ days: 1 }).epochMilliseconds;
    days.push(reading);
  }
  return days.map((one, index) => ({
    ...one,
    change: index === 0 ? null : one.signatures - (days[index - 1]?.signatures ?? 0),
  }));
}
