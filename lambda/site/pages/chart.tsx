/** The place in which the script draws the chart, from the petition's JSON. */
import { formatZone } from '../../../src/format.ts';
import type { PetitionRecord, SiteContext } from '../view-model.ts';

interface Props {
  readonly record: PetitionRecord;
  /** The link to the petition's JSON. */
  readonly data: string;
  readonly summary: string;
  readonly site: SiteContext;
}

/** Vertical lines are named beside them. */
function Legend({ record: { status, alerts } }: Pick<Props, 'record'>) {
  return (
    <ul class="legend">
      <li>Signatures</li>
      {status.thresholds.length > 0 && <li class="of-thresholds">Threshold</li>}
      {status.forecast !== null && (
        <>
          <li class="of-median">Expected</li>
          <li class="of-range">
            Four in five similar petitions stay within this range
            <span class="cut" />
          </li>
        </>
      )}
      {alerts.length > 0 && <li class="of-alerts">Alert, or how many of them</li>}
    </ul>
  );
}

/** Empty and hidden without the script. A table below has the counts. */
export function ChartPlaceholder({ record, data, summary, site }: Props) {
  const { readings, status } = record;
  if (readings.length === 0) return null;
  return (
    <figure id="chart" class="chart" data-src={data} data-zone={status.timeZone} data-locale={site.locale} hidden>
      <figcaption>
        <b>Signatures over time</b> <span class="fine">({formatZone(status.timeZone)})</span>
        <span class="away">{summary} A table below has the counts.</span>
      </figcaption>
      <div class="plot" />
      <Legend record={record} />
      <p class="readout" aria-hidden="true" />
    </figure>
  );
}
