/** The views of made-up petitions, as a run has them when it generates the site. */
import type { Alert } from '../../../src/domain/alerts.ts';
import type { Petition } from '../../../src/domain/petition.ts';
import { rulesForPetition, type RulesHistory } from '../../../src/domain/rules.ts';
import type { Instant } from '../../../src/domain/time.ts';
import type { SiteFile } from '../../../lambda/site/site-file.ts';
import { recordedReadings } from '../../../lambda/site/readings-csv.ts';
import {
  stableStatus,
  createOverview,
  petitionView,
  type PetitionRecord,
  type Overview,
  type SiteContext,
} from '../../../lambda/site/view-model.ts';
import type { RulesLookup } from '../../../src/status/petition-status.ts';
import type { Story } from '../../domain/story.ts';

export const site: SiteContext = {
  title: 'Petitions we watch',
  locale: 'en-GB',
  timeZone: 'Europe/London',
  url: 'https://petitions.example.org/site/',
  contact: undefined,
  places: [],
  assets: { style: 'assets/s.css', script: 'assets/s.js', chart: 'assets/c.js', icon: 'assets/i.svg' },
};

/** One petition under its own name, with its alerts and the rules of its story. */
export interface NamedStory {
  readonly petition: Petition;
  readonly alerts: readonly Alert[];
  readonly history: RulesHistory;
}

export const namedStory = ({ petition, alerts, terms }: Story, name: string): NamedStory => ({
  petition: { ...petition, petition: name },
  alerts: alerts.map((alert) => ({ ...alert, petition: name, id: alert.id.replace('test/1', name) })),
  history: terms.history,
});

export function overview(all: readonly NamedStory[], now: Instant, changes: Partial<Overview> = {}): Overview {
  const histories = new Map(all.map(({ petition, history }) => [petition.petition, history]));
  const rulesOf: RulesLookup = (origin) => {
    const history = histories.get(origin.petition);
    return history && rulesForPetition(history, origin);
  };
  const petitions = all.map(({ petition }) => petitionView({ petition, failures: 0, outbox: [] }, now, rulesOf));
  const alerts = all
    .flatMap((one) => one.alerts)
    .sort((a, b) => b.detectedAt.epochMilliseconds - a.detectedAt.epochMilliseconds);
  return { ...createOverview(petitions, alerts, [], site, now), ...changes };
}

export function onRecord({ petition, alerts, history }: NamedStory, now: Instant): PetitionRecord {
  const one = petitionView({ petition, failures: 0, outbox: [] }, now, (origin) => rulesForPetition(history, origin));
  const counts = petition.counts.map(({ at, signatures }) => ({
    at: at.round({ smallestUnit: 'second', roundingMode: 'floor' }),
    signatures,
  }));
  return { ...one, status: stableStatus(one.status), alerts, readings: recordedReadings(petition, counts) };
}

/** The text of the one file whose name ends like this. */
export function bodyOf(files: readonly SiteFile[], end: string): string {
  const found = files.filter(({ path }) => path.endsWith(end) && !path.endsWith('.feed.json'));
  const [file] = found;
  if (file === undefined || found.length > 1) throw new Error(`${found.length} files end in ${end}`);
  return file.body;
}
