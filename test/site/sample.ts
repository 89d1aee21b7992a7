/**
 * A site's worth of petitions, of every kind that pages and feeds have to tell apart: told to the core, look by look, so that
 * each is what a monitor would have stored. For tests, browsers and benches.
 */
import type { Alert } from '../../src/domain/alerts.ts';
import type { Instant } from '../../src/domain/time.ts';
import { assetPath } from '../../lambda/site/site-file.ts';
import { recordedReadings } from '../../lambda/site/readings-csv.ts';
import {
  stableStatus,
  createOverview,
  petitionView,
  type PetitionRecord,
  type Overview,
  type SiteContext,
} from '../../lambda/site/view-model.ts';
import { builtInRules, type StatusInput } from '../../src/status/petition-status.ts';
import { at, type Story } from '../domain/story.ts';
import { stories } from './sample-stories.ts';

export const site: SiteContext = {
  title: 'Petitions we watch',
  locale: 'en-GB',
  timeZone: 'Europe/London',
  url: 'https://petitions.example.org/',
  contact: 'https://example.org/petitions',
  assets: {
    style: assetPath('site.css'),
    script: assetPath('site.js'),
    chart: assetPath('chart.js'),
    icon: assetPath('icon.svg'),
  },
};

/** The moment as of which it is. */
export const now = at('2026-04-20T09:00:00Z');

export interface Sample {
  readonly known: readonly StatusInput[];
  /** With all that is on record, as the page of each has it. */
  readonly records: readonly PetitionRecord[];
  readonly overview: Overview;
  /** By what is to be seen on its page. */
  readonly of: (kind: string) => PetitionRecord;
}

/** Told once: it takes half a second, and nobody changes them. */
let toldOnce: Readonly<Record<string, Story>> | undefined;

const knownOf = ({ petition }: Story): StatusInput => ({ petition, failures: 0, outbox: [] });

/** The same each time, as of `when`. */
export function sample(when: Instant = now): Sample {
  toldOnce ??= stories();
  const told = Object.entries(toldOnce);
  const known = told.map(([, story]) => knownOf(story));
  const byKind = new Map(told.map(([kind, story]) => [kind, recordOf(story, when)]));
  const alerts = told
    .flatMap(([, story]) => story.alerts)
    .sort((a, b) => b.detectedAt.epochMilliseconds - a.detectedAt.epochMilliseconds);
  return {
    known,
    records: [...byKind.values()],
    overview: overviewAt(known, alerts, when),
    of: (kind) => {
      const found = byKind.get(kind);
      if (found === undefined) throw new Error(`no ${kind} among ${[...byKind.keys()].join(', ')}`);
      return found;
    },
  };
}

function recordOf(story: Story, when: Instant): PetitionRecord {
  const one = petitionView(knownOf(story), when, builtInRules);
  return {
    ...one,
    status: stableStatus(one.status),
    alerts: [...story.alerts],
    readings: recordedReadings(story.petition, story.petition.counts),
  };
}

const overviewAt = (known: readonly StatusInput[], alerts: readonly Alert[], when: Instant): Overview =>
  createOverview(
    known.map((one) => petitionView(one, when, builtInRules)),
    alerts,
    ['uk-parliament/700000'],
    site,
    when,
  );

/** So many petitions, of all kinds: the overview of them. */
export function many(count: number): Overview {
  const { known } = sample();
  const copies = Array.from({ length: count }, (_, index): StatusInput => {
    const original = known[index % known.length];
    if (original === undefined) throw new Error('no sample');
    const { petition } = original;
    const source = petition.petition.slice(0, petition.petition.indexOf('/'));
    const title = petition.title === undefined ? undefined : `${petition.title} (${index})`;
    const last = petition.last && { ...petition.last, signatures: petition.last.signatures + ((index * 7919) % 1000) };
    return { ...original, petition: { ...petition, petition: `${source}/${100_000 + index}`, title, last } };
  });
  return overviewAt(copies, [], now);
}
