/** The paths of the site's files below its root, and relative links between them. */

export const paths = {
  overview: 'index.html',
  subscribe: 'subscribe.html',
  answers: 'answers.html',
  answersCsv: 'answers.csv',
  answersJson: 'answers.json',
  forecasts: 'forecasts.html',
  forecastsCsv: 'forecasts.csv',
  forecastsJson: 'forecasts.json',
  notFound: '404.html',
  /** No file: the function behind the form answers here. */
  signUp: 'sign-up',
  petitions: 'petitions.json',
  calendar: 'deadlines.ics',
  alerts: 'alerts.atom',
  sitemap: 'sitemap.xml',
  robots: 'robots.txt',
  /** When the site was last generated: the one file that every run writes. */
  status: 'status.json',
} as const;

/** A page of the overview, counted from 1. */
export const overviewPath = (page: number): string => (page === 1 ? paths.overview : `page-${page}.html`);

export {
  alertAnchor,
  alertPath,
  petitionFileKinds,
  petitionPath,
  type PetitionFileKind,
} from '../../src/status/petition-path.ts';

/** Other sites may show these in a frame, and no others. */
export const mayBeFramed = (path: string): boolean => path.endsWith('.embed.html');

/** The relative link from one file to another: `../../index.html`. */
export function relativePath(from: string, to: string): string {
  const up = '../'.repeat(from.split('/').length - 1);
  return `${up}${to}`;
}
