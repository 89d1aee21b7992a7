/** How good the forecasts were: each is kept as it was made, and scored by what came. */
import { forecastMoments, type ForecastMoment } from '../../../src/domain/kept-forecasts.ts';
import type { ForecastCase, ReliabilityBin } from '../../../src/domain/status-fields.ts';
import {
  fewestForScore,
  forecastScore,
  intendedInRange,
  isAtMark,
  reliabilityBins,
  scoredForecasts,
} from '../../../src/status/forecast-scores.ts';
import type { SiteFile } from '../site-file.ts';
import { paths } from '../paths.ts';
import type { Overview, SiteContext } from '../view-model.ts';
import { FiguresTable } from './figures-table.tsx';
import { pageFile, linkFrom, type LinkTo } from './layout.tsx';
import { countText, numberText, percentText } from './site-format.ts';

const title = 'How good the forecasts are';
const tooFew = 'too few';

interface Props {
  readonly forecasts: readonly ForecastCase[];
  readonly site: SiteContext;
}

export function forecastsPage({ forecasts }: Overview, site: SiteContext): SiteFile {
  const to = linkFrom({ path: paths.forecasts, site });
  const { made, scored } = forecastScore(forecasts);
  return pageFile({
    path: paths.forecasts,
    site,
    title,
    description: `What was forecast, and what came: ${countText(scored, 'forecast', site)} of a threshold scored by the verdicts, of ${numberText(made, site)} that were made.`,
    alternates: [
      { title: 'Forecasts (JSON)', path: paths.forecastsJson },
      { title: 'Forecasts (CSV)', path: paths.forecastsCsv },
    ],
    children: (
      <>
        <header class="lead">
          <h1>{title}</h1>
          <p class="standfirst">
            Each forecast is kept as it was made, and what came is held against it. So far{' '}
            {countText(made, 'forecast', site)} of a threshold {made === 1 ? 'was' : 'were'} made, and{' '}
            {numberText(scored, site)} {scored === 1 ? 'is' : 'are'} scored: those of petitions whose signing is over.
          </p>
        </header>
        <Scores
          id="marks"
          heading="At four moments of the signing window"
          moments={forecastMoments.filter((moment) => isAtMark({ moment }))}
          {...{ forecasts, site }}
        />
        <Scores
          id="told"
          heading="When it was told that a threshold is likely to be met, or unlikely again"
          moments={forecastMoments.filter((moment) => !isAtMark({ moment }))}
          {...{ forecasts, site }}
        />
        <Reliability bins={reliabilityBins(scoredForecasts(forecasts.filter(isAtMark)))} site={site} />
        <HowScored site={site} to={to} />
      </>
    ),
  });
}

const momentNames: Readonly<Record<ForecastMoment, string>> = {
  '10%': 'After 10% of it',
  '25%': 'After 25% of it',
  '50%': 'After 50% of it',
  '75%': 'After 75% of it',
  likely: 'Told as likely',
  unlikely: 'Told as unlikely again',
};

const columns = [
  'Forecasts of a threshold',
  'Scored',
  'Threshold met',
  'Brier score',
  'Brier score of the base rate',
  'Brier score of a straight line',
  'Ranges scored',
  'Ended in the range',
];

interface ScoresProps extends Props {
  readonly id: string;
  readonly heading: string;
  readonly moments: readonly ForecastMoment[];
}

function Scores({ id, heading, moments, forecasts, site }: ScoresProps) {
  const rows = moments.map((moment) => ({
    name: momentNames[moment],
    its: forecasts.filter((one) => one.moment === moment),
  }));
  return (
    <section class="scores" aria-labelledby={id}>
      <h2 id={id}>{heading}</h2>
      <FiguresTable
        caption={`A Brier score is better the lower it is. ${percentText(intendedInRange, site)} should end within the range.`}
        first="Made"
        columns={columns}
      >
        {[{ name: 'All of these', its: rows.flatMap(({ its }) => its) }, ...rows].map(({ name, its }) => (
          <Row key={name} name={name} forecasts={its} site={site} />
        ))}
      </FiguresTable>
    </section>
  );
}

function Row({ name, forecasts, site }: Props & { readonly name: string }) {
  const score = forecastScore(forecasts);
  const count = (value: number): string => numberText(value, site);
  const share = (value: number | null): string => (value === null ? tooFew : percentText(value, site));
  const brier = (value: number | null): string => (value === null ? tooFew : value.toFixed(2));
  const cells = [
    count(score.made),
    count(score.scored),
    share(score.met),
    brier(score.brier),
    brier(score.brierOfBaseRate),
    brier(score.brierOfStraightLine),
    count(score.ranges),
    share(score.inRange),
  ];
  return (
    <tr>
      <th scope="row">{name}</th>
      {cells.map((text, index) => (
        <td key={columns[index]} class="n" data-label={columns[index]}>
          {text}
        </td>
      ))}
    </tr>
  );
}

interface ReliabilityProps {
  readonly bins: readonly ReliabilityBin[];
  readonly site: SiteContext;
}

function Reliability({ bins, site }: ReliabilityProps) {
  const shown = bins.filter(({ scored }) => scored > 0);
  return (
    <section class="scores" aria-labelledby="reliability">
      <h2 id="reliability">Did what was called 70% likely come in 70% of cases?</h2>
      {shown.length === 0 ? (
        <p class="none">No forecast is scored yet.</p>
      ) : (
        <div class="reliability">
          <Curve bins={bins} />
          <table>
            <caption>Forecasts of about the same chance, of the four moments.</caption>
            <thead>
              <tr>
                <th scope="col">Chance</th>
                <th scope="col" class="n">
                  Scored
                </th>
                <th scope="col" class="n">
                  Forecast
                </th>
                <th scope="col" class="n">
                  Came true
                </th>
              </tr>
            </thead>
            <tbody>
              {shown.map(({ from, to, scored, meanChance, met }) => (
                <tr key={from}>
                  <th scope="row">
                    {percentText(from, site)} to {percentText(to, site)}
                  </th>
                  <td class="n">{numberText(scored, site)}</td>
                  <td class="n">{meanChance === null ? tooFew : percentText(meanChance, site)}</td>
                  <td class="n">{met === null ? tooFew : percentText(met, site)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}

/** Of the picture: pixels, with room for the numbers of its axes. */
const side = 240;
const margin = 44;

/** The table beside it has its numbers. */
function Curve({ bins }: Pick<ReliabilityProps, 'bins'>) {
  const points = bins.flatMap(({ meanChance, met }) =>
    meanChance === null || met === null ? [] : [[meanChance, met]],
  );
  const x = (share: number): number => margin + share * side;
  const y = (share: number): number => 12 + (1 - share) * side;
  const places = points.map(([chance = 0, met = 0]) => [x(chance), y(met)] as const);
  const label =
    points.length === 0
      ? 'Reliability curve, still empty: there are too few forecasts of any one chance.'
      : 'Reliability curve: how often what was forecast came true, by its chance. The table beside it has the numbers.';
  return (
    <svg viewBox={`0 0 ${side + margin + 16} ${side + margin + 12}`} role="img" aria-label={label}>
      <path class="frame" d={`M${x(0)} ${y(1)}V${y(0)}H${x(1)}`} />
      <path class="perfect" d={`M${x(0)} ${y(0)}L${x(1)} ${y(1)}`} />
      {[0, 0.5, 1].map((share) => (
        <g key={share}>
          <text x={x(share)} y={y(0) + 18} text-anchor="middle">
            {share * 100}%
          </text>
          <text x={x(0) - 8} y={y(share) + 4} text-anchor="end">
            {share * 100}%
          </text>
        </g>
      ))}
      <text x={x(0.5)} y={y(0) + 36} text-anchor="middle">
        forecast
      </text>
      <text x={x(0) + 8} y={y(1) + 4}>
        came true
      </text>
      {places.length > 1 && <path class="curve" d={`M${places.map((place) => place.join(' ')).join('L')}`} />}
      {places.map(([left, top]) => (
        <circle key={left} cx={left} cy={top} r="5" />
      ))}
    </svg>
  );
}

function HowScored({ site, to }: { readonly site: SiteContext; readonly to: LinkTo }) {
  return (
    <section class="counting" aria-labelledby="counting">
      <h2 id="counting">How this is scored</h2>
      <p>
        A forecast is kept at the first check after 10, 25, 50 and 75% of the signing window, and each time an alert
        says that a threshold is likely to be met, or unlikely again. It is never changed afterwards. Petitions that are
        watched only from a later moment on have none of the earlier ones.
      </p>
      <p>
        It is scored by the verdict, once that is certain and signing is over. A verdict that is corrected later is
        scored again. Before signing is over nothing is scored, because the thresholds that are met early would count,
        and those that will be missed would not. Petitions that were closed early count like all others. Petitions that
        are gone, and those that are not watched any more, are not counted.
      </p>
      <p>
        The Brier score is the mean square of the distance between the chance that was given and what came (1 or 0). It
        is 0 for a perfect forecast, and 0.25 for always saying 50%. The base rate is the share of these thresholds that
        was met, said of each: it knows the result, and a useful forecast is better all the same. The straight line says
        that a petition goes on as evenly as it came to its count. Forecasts of one petition are not independent of each
        other.
      </p>
      <p>
        Nothing is scored below {numberText(fewestForScore, site)} cases. Every forecast is in the{' '}
        <a href={to(paths.forecastsCsv)}>CSV</a> and the <a href={to(paths.forecastsJson)}>JSON</a>, with what came.
      </p>
    </section>
  );
}
