/** Where the chart is drawn by its script, from the petition's JSON. */
import type { PetitionRecord, SiteContext } from '../view-model.ts';
import { zoneText } from './site-format.ts';

interface Props {
  readonly record: PetitionRecord;
  /** The way to the petition's JSON. */
  readonly data: string;
  readonly summary: string;
  readonly site: SiteContext;
}

/** Empty and hidden without the script: the counts are in a table below. */
export function ChartPlaceholder({ record, data, summary, site }: Props) {
  const { readings, status } = record;
  if (readings.length === 0) return null;
  return (
    <figure id="chart" class="chart" data-src={data} data-zone={status.timeZone} data-locale={site.locale} hidden>
      <figcaption>
        <b>Signatures over time</b> <span class="fine">({zoneText(status.timeZone)})</span>
        <span class="away">{summary} The counts are in a table below.</span>
      </figcaption>
      <div class="plot" />
      <p class="readout" aria-hidden="true" />
    </figure>
  );
}
