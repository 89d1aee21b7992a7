/** Forecasts with what came, as a site has them after a year: for the page of their scores. Nothing is random. */
import { forecastMoments } from '../../src/domain/kept-forecasts.ts';
import type { ForecastCase } from '../../src/domain/status-fields.ts';
import { at } from '../domain/story.ts';

/** Of this many petitions, a quarter of which are still open. */
export const someForecasts = (petitions: number): ForecastCase[] =>
  Array.from({ length: petitions }, (_, index) => index).flatMap((index) =>
    forecastMoments.slice(0, index % 9 === 0 ? 6 : 4).map((moment, order): ForecastCase => {
      const chance = order === 4 ? 0.85 : ((index * 37 + order * 11) % 101) / 100;
      const isOver = index % 4 !== 0;
      const isMet = chance * 100 > (index * 61) % 100;
      return {
        petition: `uk-parliament/${700_000 + index}`,
        source: 'uk-parliament',
        moment,
        madeAt: at('2026-02-03T09:00:00Z').add({ hours: index + order * 400 }),
        signatures: 400 + index,
        low: 900,
        median: 4_000,
        high: 20_000,
        final: isOver ? (index % 5 === 0 ? 25_000 : 11_000 + index) : null,
        thresholds: [
          {
            threshold: 'response',
            needed: 10_000,
            chance,
            straightLine: index % 3 === 0,
            outcome: isOver ? (isMet ? 'met' : 'missed') : null,
          },
        ],
      };
    }),
  );
