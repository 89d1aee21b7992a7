/**
 * One run that makes the site: from the table, what has changed, and no more. It writes no alert and no petition, so that nothing
 * which goes wrong here keeps anybody from being told.
 */
import pMap from 'p-map';
import type { Alert } from '../../src/domain/alerts.ts';
import { isAfter, type Instant } from '../../src/domain/time.ts';
import type { AlertLog } from '../../src/storage/alert-log.ts';
import type { PetitionRepository } from '../../src/storage/petition-repository.ts';
import type { Telemetry } from '../../src/runtime/telemetry.ts';
import { needsRebuild, buildRecord, type BuildRecord } from './rebuild.ts';
import { overviewFeeds, petitionFeeds } from './feeds/index.ts';
import { isAsset, type SiteFile } from './site-file.ts';
import { loadSiteData, type SiteData, type SiteLoadDeps } from './load.ts';
import { parseManifest, manifestText, emptyManifest, type SiteManifest } from './manifest.ts';
import { overviewPages, petitionPage, staticPages } from './pages/index.ts';
import { petitionFileKinds, paths, petitionPath } from './paths.ts';
import { recordedReadings } from './readings-csv.ts';
import type { SiteStore } from './site-store.ts';
import {
  stableStatus,
  createOverview,
  petitionView,
  type PetitionRecord,
  type PetitionView,
  type SiteContext,
} from './view-model.ts';
import { SiteWriter } from './site-writer.ts';

export interface GenerateDeps extends SiteLoadDeps {
  readonly site: SiteContext;
  /** How often it is made: ISO 8601. */
  readonly every: string;
  /** What the pages are dressed with. */
  readonly assets: readonly SiteFile[];
  /** Another one: another version of the pages, or of the config. */
  readonly fingerprint: string;
  readonly petitionRepository: PetitionRepository;
  readonly alertLog: AlertLog;
  readonly siteStore: SiteStore;
  readonly now: () => Instant;
  /** When this run is over at the latest, by the clock of `now`. */
  readonly ends: Instant;
  readonly telemetry: Telemetry;
}

/** What one run did. */
export interface SiteSummary {
  readonly petitions: number;
  /** Files. */
  readonly written: number;
  readonly removed: number;
  /** Petitions whose files are to be made anew, and that it did not get to: the next run does. */
  readonly left: number;
}

/** For the overview and the feeds: a run over 10,000 petitions that writes little else takes some ten seconds in all (2026-11, bench:site). */
const reservedForOverview = { seconds: 20 };
const petitionsAtOnce = 8;
const maxAlerts = 100;
/** How far back the first run looks for alerts. */
const alertsSince = { hours: 30 * 24 };
/** An alert is logged after it was detected: when a run breaks off in between, by a later one. */
const loggedWithin = { hours: 1 };

/** @throws when something could not be read or written, after all else has been. */
export async function generateSite(run: GenerateDeps): Promise<SiteSummary> {
  const { siteStore, now, telemetry, site, assets, fingerprint, rulesOf } = run;
  const at = now();
  const before = await siteStore.loadManifest();
  const memory = (before && parseManifest(before.text)) ?? emptyManifest;
  const found = await loadSiteData(run);
  const faults = [...found.unreadable.values()];
  const writer = new SiteWriter(siteStore, memory.files);
  await writer.write(assets);

  const all = found.petitions.map((known) => petitionView(known, at, rulesOf));
  const { made, left } = await petitionsOf(all, memory, { ...run, writer, at, faults });
  writer.keep([...found.unreadable.keys()].flatMap(filesOf));

  const alerts = await alertsOf(memory, found, at, run, faults);
  const overview = createOverview(all, alerts, [...found.unreadable.keys()], site, at);
  await writer.write([...overviewPages(overview, site), ...staticPages(site), ...overviewFeeds(overview, site)]);
  // Whoever has a page of before still finds what it is dressed with.
  await writer.removeOthers(isAsset);

  faults.push(...writer.failed);
  await saveBuild(
    { fingerprint, files: writer.files, petitions: made, alerts, alertsUntil: at },
    before?.tag,
    writer,
    run,
  );
  await siteStore.put(status(found, faults.length, run, at));
  const { written, removed } = writer;
  telemetry.info('site made', { petitions: all.length, written, removed, left });
  for (const reason of faults) telemetry.error('not on the site', { reason });
  if (faults.length > 0) throw new Error(`${faults.length} parts of the site could not be made; the log has each`);
  return { petitions: all.length, written, removed, left };
}

interface PetitionPagesDeps extends GenerateDeps {
  readonly writer: SiteWriter;
  readonly at: Instant;
  readonly faults: string[];
}

const filesOf = (petition: string): string[] => petitionFileKinds.map((kind) => petitionPath(petition, kind));

/** Makes the files of those petitions that are due; and what is to be remembered of all. */
async function petitionsOf(
  all: readonly PetitionView[],
  memory: SiteManifest,
  run: PetitionPagesDeps,
): Promise<{ made: Map<string, BuildRecord>; left: number }> {
  const { writer, now, ends, fingerprint, at, faults } = run;
  const anew = memory.fingerprint !== fingerprint;
  const latest = ends.subtract(reservedForOverview);
  const made = new Map<string, BuildRecord>();
  let left = 0;
  await pMap(
    all,
    async (one) => {
      const { petition, status } = one;
      const name = petition.petition;
      const last = memory.petitions.get(name);
      const next = buildRecord(petition, status, at);
      writer.keep(filesOf(name));
      if (last !== undefined && !anew && !needsRebuild(last, petition, next)) {
        made.set(name, last);
        return;
      }
      // What is not remembered is due at the next run.
      if (isAfter(now(), latest)) {
        left += 1;
        return;
      }
      try {
        if (await writer.write(await filesFor(one, run))) made.set(name, next);
      } catch (error) {
        faults.push(`${name}: ${error instanceof Error ? error.message : String(error)}`);
      }
    },
    { concurrency: petitionsAtOnce },
  );
  return { made, left };
}

async function filesFor(one: PetitionView, { petitionRepository, alertLog, site }: GenerateDeps): Promise<SiteFile[]> {
  const { petition } = one.petition;
  const [alerts, counts] = await Promise.all([alertLog.forPetition(petition), petitionRepository.counts(petition)]);
  const record: PetitionRecord = {
    ...one,
    status: stableStatus(one.status),
    alerts,
    readings: recordedReadings(one.petition, counts),
  };
  return [...petitionPage(record, site), ...petitionFeeds(record, site)];
}

/** The last alerts of what is shown, newest first: those that are remembered, and what was logged since. */
async function alertsOf(
  memory: SiteManifest,
  { petitions }: SiteData,
  at: Instant,
  { alertLog }: GenerateDeps,
  faults: string[],
): Promise<Alert[]> {
  const since = memory.alertsUntil?.subtract(loggedWithin) ?? at.subtract(alertsSince);
  const logged = await alertLog.between(since, at, (error) => void faults.push(error.message));
  const each = new Map([...memory.alerts, ...logged].map((alert) => [alert.id, alert]));
  const watched = new Set(petitions.map(({ petition }) => petition.petition));
  return [...each.values()]
    .filter(({ petition }) => watched.has(petition))
    .sort((a, b) => b.detectedAt.epochMilliseconds - a.detectedAt.epochMilliseconds)
    .slice(0, maxAlerts);
}

/**
 * Two runs at the same time may each have written the older of two pages over the newer: what this one has touched is forgotten
 * then, so that the next run makes it anew. @throws when there was another.
 */
async function saveBuild(
  memory: SiteManifest,
  tag: string | undefined,
  { touched }: SiteWriter,
  { siteStore }: GenerateDeps,
): Promise<void> {
  if (await siteStore.saveManifest(manifestText(memory), tag)) return;
  const theirs = await siteStore.loadManifest();
  const known = theirs && parseManifest(theirs.text);
  if (known !== undefined) {
    const files = new Map([...known.files].filter(([path]) => !touched.has(path)));
    const petitions = new Map(
      [...known.petitions].filter(([name]) => !filesOf(name).some((path) => touched.has(path))),
    );
    await siteStore.saveManifest(manifestText({ ...known, files, petitions }), theirs?.tag);
  }
  throw new Error('another run has made the site at the same time; what both wrote is made anew by the next');
}

/** When the site was made, for whoever looks whether it still is: the one file that every run writes. */
const status = ({ lastTick, petitions }: SiteData, failed: number, { every }: GenerateDeps, at: Instant): SiteFile => ({
  path: paths.status,
  body: JSON.stringify({ at, lastTick: lastTick ?? null, every, petitions: petitions.length, failed }),
});
