/** The last count of each day, as a table: for whoever sees no chart. */
import type { Count } from '../../../src/domain/count-series.ts';
import type { PetitionRecord, SiteContext } from '../view-model.ts';
import { Time } from './components.tsx';
import { countText, numberText, zoneText } from './site-format.ts';

/** Half a year and more, as the longest windows go; what is older is in the CSV. */
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
          The last count that was read on each day on which it changed ({zoneText(status.timeZone)})
          {shown.length < days.length &&
            `; the last ${countText(shown.length, 'day', site)}, with all others in the CSV`}
          .
        </caption>
        <thead>
          <tr>
            <th scope="col">Day</th>
            <th scope="col" class="n">
              Signatures
            </th>
            <th scope="col" class="n">
              Gained
            </th>
          </tr>
        </thead>
        <tbody>
          {shown.toReversed().map(({ at, signatures, gained }) => (
            <tr key={at.epochMilliseconds}>
              <th scope="row">
                <Time at={at} zone={status.timeZone} site={site} style="day" zoneless />
              </th>
              <td class="n">{numberText(signatures, site)}</td>
              <td class="n">{gained === null ? '–' : `${gained > 0 ? '+' : ''}${numberText(gained, site)}`}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}

interface Day extends Count {
  /** Since the day before it in the list; null of the first. */
  readonly gained: number | null;
}

/** Oldest first. Many readings share a day: its beginning is looked up once. */
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
    gained: index === 0 ? null : one.signatures - (days[index - 1]?.signatures ?? 0),
  }));
}
