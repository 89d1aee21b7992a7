/** `forecasts.csv` and `forecasts.json`: forecasts as they were made, what came, and the scores. */
import { stringify } from 'csv-stringify/sync';
import { forecastMoments } from '../../../src/domain/kept-forecasts.ts';
import { forecastScore, isAtMark, reliabilityBins, scoredForecasts } from '../../../src/status/forecast-scores.ts';
import type { SiteFile } from '../site-file.ts';
import { paths } from '../paths.ts';
import type { Overview, SiteContext } from '../view-model.ts';
import type { ForecastsFile } from './schema.ts';

export function forecastsFeeds({ forecasts }: Overview, site: SiteContext): SiteFile[] {
  const file: ForecastsFile = {
    format: 'petition-threshold-monitor/forecasts',
    version: 1,
    site: { title: site.title, url: site.url },
    scores: forecastMoments.map((moment) => ({
      moment,
      ...forecastScore(forecasts.filter((one) => one.moment === moment)),
    })),
    reliability: reliabilityBins(scoredForecasts(forecasts.filter(isAtMark))),
    forecasts,
  };
  return [
    { path: paths.forecastsJson, body: JSON.stringify(file) },
    {
      path: paths.forecastsCsv,
      body: stringify(
        forecasts.flatMap((one) => {
          const range = [one.signatures, one.low, one.median, one.high, one.final];
          const made = [one.petition, one.moment, one.madeAt.toString(), ...range];
          // A petition without an open threshold has a range all the same.
          if (one.thresholds.length === 0) return [[...made, null, null, null, null, null]];
          return one.thresholds.map(({ threshold, needed, chance, straightLine, outcome }) => [
            ...made,
            threshold,
            needed,
            chance,
            Number(straightLine),
            outcome,
          ]);
        }),
        { header: true, columns: csvColumns, escape_formulas: true },
      ),
    },
  ];
}

const csvColumns = [
  'petition',
  'moment',
  'made_at',
  'signatures',
  'low',
  'median',
  'high',
  'final',
  'threshold',
  'needed',
  'chance',
  'straight_line',
  'outcome',
];
