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
      <p class="readout" aria-hidden="true" />
    </figure>
  );
}
