/**
 * Petitions for a whole site, of every kind that pages and feeds distinguish. Each is the result of a series of
 * readings, as a monitor would have stored it. For tests, browser tests and benchmarks.
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
  places: [
    { kind: 'mastodon', url: 'https://mastodon.example/@petitions', filters: {} },
    {
      kind: 'ntfy',
      url: 'https://ntfy.example/uk-petitions',
      filters: { sources: ['uk-parliament'], alerts: ['threshold-met'] },
    },
    { kind: 'telegram', url: 'https://t.me/other_petitions', filters: { petitions: ['test/0'] } },
  ],
  assets: {
    style: assetPath('site.css'),
    script: assetPath('site.js'),
    chart: assetPath('chart.js'),
    icon: assetPath('icon.svg'),
  },
};

/** The time of the sample. */
export const now = at('2026-04-20T09:00:00Z');

export interface Sample {
  readonly inputs: readonly StatusInput[];
  /** With everything on record, as the page of each petition needs it. */
  readonly records: readonly PetitionRecord[];
  readonly overview: Overview;
  /** A record by what its page shows. */
  readonly of: (kind: string) => PetitionRecord;
}

/** Created once: it takes half a second, and nobody changes them. */
let cachedStories: Readonly<Record<string, Story>> | undefined;

const inputOf = ({ petition }: Story): StatusInput => ({ petition, failures: 0, outbox: [] });

/** The same every time, as of `when`. */
export function sample(when: Instant = now): Sample {
  cachedStories ??= stories();
  const entries = Object.entries(cachedStories);
  const inputs = entries.map(([, story]) => inputOf(story));
  const byKind = new Map(entries.map(([kind, story]) => [kind, recordOf(story, when)]));
  const alerts = entries
    .flatMap(([, story]) => story.alerts)
    .sort((a, b) => b.detectedAt.epochMilliseconds - a.detectedAt.epochMilliseconds);
  return {
    inputs,
    records: [...byKind.values()],
    overview: overviewAt(inputs, alerts, when),
    of: (kind) => {
      const found = byKind.get(kind);
      if (found === undefined) throw new Error(`no ${kind} among ${[...byKind.keys()].join(', ')}`);
      return found;
    },
  };
}

function recordOf(story: Story, when: Instant): PetitionRecord {
  const one = petitionView(inputOf(story), when, builtInRules);
  return {
    ...one,
    status: stableStatus(one.status),
    alerts: [...story.alerts],
    readings: recordedReadings(story.petition, story.petition.counts),
  };
}

const overviewAt = (inputs: readonly StatusInput[], alerts: readonly Alert[], when: Instant): Overview =>
  createOverview(
    inputs.map((one) => petitionView(one, when, builtInRules)),
    alerts,
    ['uk-parliament/700000'],
    site,
    when,
  );

/** The overview of this many petitions, of all kinds. */
export function many(count: number): Overview {
  const { inputs } = sample();
  const copies = Array.from({ length: count }, (_, index): StatusInput => {
    const original = inputs[index % inputs.length];
    if (original === undefined) throw new Error('no sample');
    const { petition } = original;
    const source = petition.petition.slice(0, petition.petition.indexOf('/'));
    const title = petition.title === undefined ? undefined : `${petition.title} (${index})`;
    const last = petition.last && { ...petition.last, signatures: petition.last.signatures + ((index * 7919) % 1000) };
    return { ...original, petition: { ...petition, petition: `${source}/${100_000 + index}`, title, last } };
  });
  return overviewAt(copies, [], now);
}
