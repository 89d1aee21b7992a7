/**
 * One run that generates the site: it reads the table and writes the files that changed. It writes no alert and no
 * petition, so a failure here cannot stop an alert.
 */
import pMap from 'p-map';
import type { Alert } from '../../src/domain/alerts.ts';
import { earliest, isAfter, type Instant } from '../../src/domain/time.ts';
import { pluralize } from '../../src/format.ts';
import type { AlertLog } from '../../src/storage/alert-log.ts';
import type { PetitionRepository } from '../../src/storage/petition-repository.ts';
import type { Telemetry } from '../../src/runtime/telemetry.ts';
import { builtInRules } from '../../src/status/petition-status.ts';
import { loadBatches } from '../../src/storage/load-petitions.ts';
import { canBeFollowed } from '../../src/storage/petition-item.ts';
import { contentHash, needsRebuild, buildRecord, type BuildRecord } from './rebuild.ts';
import { pictureSvg } from './pages/picture.ts';
import type { Pictures } from './render-picture.ts';
import { overviewFeeds, petitionFeeds } from './feeds/index.ts';
import { isAsset, type SiteFile } from './site-file.ts';
import { loadSiteData, type SiteData, type SiteLoadDeps } from './load.ts';
import { parseManifest, manifestText, emptyManifest, type SiteManifest } from './manifest.ts';
import { answersPage, forecastsPage, overviewPages, petitionPage, staticPages } from './pages/index.ts';
import { petitionFileKinds, paths, petitionPath } from './paths.ts';
import { recordedReadings } from './readings-csv.ts';
import type { SiteStore } from './site-store.ts';
import {
  canSignUp,
  stableStatus,
  createOverview,
  petitionView,
  type PetitionRecord,
  type PetitionView,
  type SiteContext,
} from './view-model.ts';
import { sitemapFiles } from './sitemap.ts';
import { SiteWriter } from './site-writer.ts';
import { errorMessage } from '../../src/text.ts';

export interface GenerateDeps extends SiteLoadDeps {
  readonly site: SiteContext;
  /** How often the site is generated, as an ISO 8601 duration. */
  readonly every: string;
  /** The style sheet, scripts and icon of the pages. */
  readonly assets: readonly SiteFile[];
  /** Makes the pictures for chats. Absent: there are none. */
  readonly pictures?: Pictures;
  /** It changes with the version of the pages, and with the config. */
  readonly fingerprint: string;
  readonly petitionRepository: PetitionRepository;
  readonly alertLog: AlertLog;
  readonly siteStore: SiteStore;
  readonly now: () => Instant;
  /** The latest end of this run, by the clock of `now`. */
  readonly ends: Instant;
  readonly telemetry: Telemetry;
}

/** What one run did. */
export interface SiteSummary {
  readonly petitions: number;
  /** Files. */
  readonly written: number;
  readonly removed: number;
  /** Petitions of which some files are deferred to the next run, because there was no time left. */
  readonly left: number;
}

/**
 * For the overview and the feeds. A run over 10,000 petitions that writes little else takes about ten seconds (2026-11,
 * bench:site).
 */
const reservedForOverview = { seconds: 20 };
/**
 * For pictures: a run that makes a thousand of them would keep the pages of an alert waiting. Each takes a quarter of a
 * second in Lambda (2026-11, bench:site). The next run makes the rest.
 */
const picturesFor = { seconds: 20 };
const petitionsAtOnce = 8;
const maxAlerts = 100;
/** An alert is logged after it was detected. If a run fails in between, a later run logs it. */
const loggedWithin = { hours: 1 };

/** @throws if something could not be read or written, after everything else has been. */
export async function generateSite(deps: GenerateDeps): Promise<SiteSummary> {
  const { siteStore, now, telemetry, site, assets, fingerprint, rulesOf } = deps;
  const at = now();
  const stored = await siteStore.loadManifest();
  const manifest = (stored && parseManifest(stored.text)) ?? emptyManifest;
  const data = await loadSiteData(deps);
  const faults = [...data.unreadable.values()];
  const writer = new SiteWriter(siteStore, manifest.files);
  await writer.write(assets);

  const all = data.petitions.map((one) => ({
    ...petitionView(one, at, rulesOf),
    canBeFollowed: canBeFollowed(one),
  }));
  const former = await formerPetitions(manifest, data, at, deps);
  const {
    built,
    deferred: pagesDeferred,
    alerts: found,
    drawn,
  } = await buildPetitions([...all, ...former.views], manifest, {
    ...deps,
    writer,
    at,
    faults,
  });
  for (const [name, record] of former.kept) built.set(name, record);
  writer.keep([...data.unreadable.keys(), ...former.kept.keys()].flatMap(filesOf));

  const alerts = await latestAlerts([...manifest.alerts, ...found], manifest.alertsUntil, at, deps, faults);
  const overview = createOverview(all, alerts, [...data.unreadable.keys()], site, at);
  await writer.write([
    ...overviewPages(overview, site),
    answersPage(overview, site),
    forecastsPage(overview, site),
    ...staticPages(site),
    ...overviewFeeds(overview, site),
    ...sitemapFiles(
      [...all, ...former.views].map(({ petition }) => petition.petition).concat(...former.kept.keys()),
      site,
    ),
  ]);
  const pending = await makePictures(drawn, { ...deps, writer });
  for (const petition of pending) built.delete(petition);
  const deferred = pagesDeferred + pending.length;
  // Assets stay, because a reader may still have an older page open.
  await writer.removeOthers(isAsset);

  faults.push(...writer.failed);
  await saveBuild({ fingerprint, files: writer.files, petitions: built, alerts, alertsUntil: at }, manifest, stored, {
    ...deps,
    writer,
  });
  await siteStore.put(statusFile(data, faults.length, deps, at));
  const { written, removed } = writer;
  telemetry.info('site generated', { petitions: all.length, written, removed, left: deferred });
  for (const reason of faults) telemetry.error('missing from the site', { reason });
  if (faults.length > 0)
    throw new Error(`${pluralize(faults.length, 'part')} of the site could not be generated; the log names each`);
  return { petitions: all.length, written, removed, left: deferred };
}

interface PetitionPagesDeps extends GenerateDeps {
  readonly writer: SiteWriter;
  readonly at: Instant;
  readonly faults: string[];
}

const filesOf = (petition: string): string[] => petitionFileKinds.map((kind) => petitionPath(petition, kind));

/** Generates the files of the petitions that need it, and returns the build records of all. */
async function buildPetitions(
  all: readonly PetitionView[],
  manifest: SiteManifest,
  deps: PetitionPagesDeps,
): Promise<{
  built: Map<string, BuildRecord>;
  deferred: number;
  alerts: readonly Alert[];
  drawn: readonly DrawnPicture[];
}> {
  const { writer, now, ends, fingerprint, at, faults, site, pictures } = deps;
  const rebuildsAll = manifest.fingerprint !== fingerprint;
  const latest = ends.subtract(reservedForOverview);
  const built = new Map<string, BuildRecord>();
  const drawn: DrawnPicture[] = [];
  let alerts: readonly Alert[] = [];
  let deferred = 0;
  await pMap(
    all,
    async (one) => {
      const { petition, status, former } = one;
      const name = petition.petition;
      const last = manifest.petitions.get(name);
      const next = {
        ...buildRecord(petition, status, at),
        ...(former === true && { former }),
        ...(canSignUp(one, site) && { signUp: true }),
      };
      writer.keep(filesOf(name));
      if (last !== undefined && !rebuildsAll && !needsRebuild(last, petition, next)) {
        built.set(name, last);
        return;
      }
      // A petition without a build record is generated by the next run.
      if (isAfter(now(), latest)) {
        deferred += 1;
        return;
      }
      try {
        const record = await recordOf(one, deps);
        alerts = newest([...alerts, ...record.alerts]);
        const svg = pictures && pictureSvg(record, site, pictures.font);
        const files = [...petitionPage(record, site, svg && contentHash(svg)), ...petitionFeeds(record, site)];
        if (await writer.write(files)) built.set(name, next);
        if (svg !== undefined) drawn.push({ petition: name, svg });
      } catch (error) {
        faults.push(`${name}: ${errorMessage(error)}`);
      }
    },
    { concurrency: petitionsAtOnce },
  );
  return { built, deferred, alerts, drawn };
}

interface DrawnPicture {
  readonly petition: string;
  readonly svg: string;
}

/** Makes the pictures that changed. Returns the petitions whose pictures are left to the next run. */
async function makePictures(
  drawn: readonly DrawnPicture[],
  { writer, pictures, now, ends }: Pick<PetitionPagesDeps, 'writer' | 'pictures' | 'now' | 'ends'>,
): Promise<string[]> {
  const latest = earliest(now().add(picturesFor), ends.subtract(reservedForOverview));
  const left: string[] = [];
  for (const { petition, svg } of drawn) {
    const isMade =
      pictures !== undefined &&
      (await writer.writeMade(
        petitionPath(petition, 'png'),
        svg,
        isAfter(now(), latest) ? undefined : () => pictures.render(svg),
      ));
    if (!isMade) left.push(petition);
  }
  return left;
}

async function recordOf(
  one: PetitionView,
  { petitionRepository, alertLog, consistent }: GenerateDeps,
): Promise<PetitionRecord> {
  const { petition } = one.petition;
  const [alerts, counts] = await Promise.all([
    alertLog.forPetition(petition, consistent),
    petitionRepository.counts(petition),
  ]);
  return { ...one, status: stableStatus(one.status), alerts, readings: recordedReadings(one.petition, counts) };
}

/**
 * Petitions that have files and are not watched any more. Their files stay: somebody may have cited them. Those that say
 * so already are kept as they are, without a look at the table, until the pages have another version.
 */
async function formerPetitions(
  { fingerprint, petitions: before }: SiteManifest,
  { petitions, unreadable }: SiteData,
  at: Instant,
  { fingerprint: current, table, rulesOf }: GenerateDeps,
): Promise<{ readonly views: readonly PetitionView[]; readonly kept: ReadonlyMap<string, BuildRecord> }> {
  const watched = new Set([...petitions.map(({ petition }) => petition.petition), ...unreadable.keys()]);
  const former = [...before].filter(([name]) => !watched.has(name));
  const stays = ([, record]: readonly [string, BuildRecord]): boolean =>
    record.former === true && fingerprint === current;
  const loaded = await loadBatches(
    table,
    former.filter((one) => !stays(one)).map(([name]) => name),
  );
  return {
    // What was never read has nothing to keep.
    views: loaded.petitions
      .filter(({ petition }) => petition.last !== undefined)
      .map((one) => ({ ...petitionView(one, at, (origin) => rulesOf(origin) ?? builtInRules(origin)), former: true })),
    kept: new Map(former.filter(([name, record]) => stays([name, record]) || loaded.unreadable.has(name))),
  };
}

/**
 * The latest alerts, newest first: those that are known, and those logged since. The first run knows those of the
 * petitions that it builds.
 */
async function latestAlerts(
  known: readonly Alert[],
  until: Instant | null,
  at: Instant,
  { alertLog }: GenerateDeps,
  faults: string[],
): Promise<Alert[]> {
  const since = (until ?? at).subtract(loggedWithin);
  const logged = await alertLog.between(since, at, (error) => void faults.push(error.message));
  return newest([...known, ...logged]);
}

/** Each once, newest first. What was detected at the same time is in the order of ids, for petitions are built in any order. */
function newest(alerts: readonly Alert[]): Alert[] {
  const byId = new Map(alerts.map((alert) => [alert.id, alert]));
  return [...byId.values()]
    .sort((a, b) => b.detectedAt.epochMilliseconds - a.detectedAt.epochMilliseconds || (a.id < b.id ? -1 : 1))
    .slice(0, maxAlerts);
}

/**
 * Saves the manifest, unless it says what it said before: a write costs as much as the rest of a quiet run. If another run has saved one meanwhile, either run may have replaced a newer page with an older
 * one. Then everything that this run touched is removed from that manifest, and the next run generates it again.
 * @throws if there was another run.
 */
async function saveBuild(
  manifest: SiteManifest,
  { alertsUntil }: SiteManifest,
  stored: Awaited<ReturnType<SiteStore['loadManifest']>>,
  { siteStore, writer: { touched } }: Pick<PetitionPagesDeps, 'siteStore' | 'writer'>,
): Promise<void> {
  if (touched.size === 0 && manifestText({ ...manifest, alertsUntil }) === stored?.text) return;
  if (await siteStore.saveManifest(manifestText(manifest), stored?.tag)) return;
  const now = await siteStore.loadManifest();
  const other = now && parseManifest(now.text);
  if (other !== undefined) {
    const files = new Map([...other.files].filter(([path]) => !touched.has(path)));
    const petitions = new Map(
      [...other.petitions].filter(([name]) => !filesOf(name).some((path) => touched.has(path))),
    );
    await siteStore.saveManifest(manifestText({ ...other, files, petitions }), now?.tag);
  }
  throw new Error('another run generated the site at the same time; the next run rewrites the affected files');
}

/** When the site was generated. This is the one file that every run writes: pages show their freshness from it. */
const statusFile = (
  { lastTick, petitions }: SiteData,
  failed: number,
  { every }: GenerateDeps,
  at: Instant,
): SiteFile => ({
  path: paths.status,
  body: JSON.stringify({ at, lastTick: lastTick ?? null, every, petitions: petitions.length, failed }),
});
