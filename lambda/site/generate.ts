/**
 * One run that makes the site: from the table, what has changed, and no more. It writes no alert and no petition, so that nothing
 * which goes wrong here keeps anybody from being told.
 */
import pMap from 'p-map';
import type { Alert } from '../../src/domain/alerts.ts';
import { isAfter, type Instant } from '../../src/domain/time.ts';
import type { AlertLog } from '../../src/storage/alert-log.ts';
import type { Store } from '../../src/storage/petition-repository.ts';
import type { Telemetry } from '../../src/runtime/telemetry.ts';
import { isDue, madeOf, type Made } from './rebuild.ts';
import { feedsOf, petitionFeeds } from './feeds/index.ts';
import { isAsset, type SiteFile } from './site-file.ts';
import { gather, type Gathered, type Gathering } from './load.ts';
import { memoryFrom, memoryText, nothing, type Memory } from './manifest.ts';
import { overviewPages, petitionPage, standingPages } from './pages/index.ts';
import { kinds, paths, petitionPath } from './paths.ts';
import { readingsOf } from './readings-csv.ts';
import type { Shelf } from './site-store.ts';
import { lasting, overviewOf, shown, type Shown, type Site } from './view-model.ts';
import { Writer } from './site-writer.ts';

export interface Reporting extends Gathering {
  readonly site: Site;
  /** How often it is made: ISO 8601. */
  readonly every: string;
  /** What the pages are dressed with. */
  readonly assets: readonly SiteFile[];
  /** Another one: another version of the pages, or of the config. */
  readonly fingerprint: string;
  readonly store: Store;
  readonly alertLog: AlertLog;
  readonly shelf: Shelf;
  readonly now: () => Instant;
  /** When this run is over at the latest, by the clock of `now`. */
  readonly ends: Instant;
  readonly telemetry: Telemetry;
}

/** What one run did. */
export interface ReportSummary {
  readonly petitions: number;
  /** Files. */
  readonly written: number;
  readonly removed: number;
  /** Petitions whose files are to be made anew, and that it did not get to: the next run does. */
  readonly left: number;
}

/** For the overview and the feeds: a run over 10,000 petitions that writes little else takes some ten seconds in all (2026-11, bench:site). */
const forTheRest = { seconds: 20 };
const petitionsAtOnce = 8;
const mostAlerts = 100;
/** How far back the first run looks for alerts. */
const alertsSince = { hours: 30 * 24 };
/** An alert is logged after it was detected: when a run breaks off in between, by a later one. */
const loggedWithin = { hours: 1 };

/** @throws when something could not be read or written, after all else has been. */
export async function report(run: Reporting): Promise<ReportSummary> {
  const { shelf, now, telemetry, site, assets, fingerprint, rulesOf } = run;
  const at = now();
  const before = await shelf.remembered();
  const memory = (before && memoryFrom(before.text)) ?? nothing;
  const found = await gather(run);
  const faults = [...found.unreadable.values()];
  const writer = new Writer(shelf, memory.files);
  await writer.write(assets);

  const all = found.petitions.map((known) => shown(known, at, rulesOf));
  const { made, left } = await petitionsOf(all, memory, { ...run, writer, at, faults });
  writer.keep([...found.unreadable.keys()].flatMap(filesOf));

  const alerts = await alertsOf(memory, found, at, run, faults);
  const overview = overviewOf(all, alerts, [...found.unreadable.keys()], site, at);
  await writer.write([...overviewPages(overview, site), ...standingPages(site), ...feedsOf(overview, site)]);
  // Whoever has a page of before still finds what it is dressed with.
  await writer.removeOthers(isAsset);

  faults.push(...writer.failed);
  await remember(
    { fingerprint, files: writer.files, petitions: made, alerts, alertsUntil: at },
    before?.tag,
    writer,
    run,
  );
  await shelf.put(status(found, faults.length, run, at));
  const { written, removed } = writer;
  telemetry.info('site made', { petitions: all.length, written, removed, left });
  for (const reason of faults) telemetry.error('not on the site', { reason });
  if (faults.length > 0) throw new Error(`${faults.length} parts of the site could not be made; the log has each`);
  return { petitions: all.length, written, removed, left };
}

interface Making extends Reporting {
  readonly writer: Writer;
  readonly at: Instant;
  readonly faults: string[];
}

const filesOf = (petition: string): string[] => kinds.map((kind) => petitionPath(petition, kind));

/** Makes the files of those petitions that are due; and what is to be remembered of all. */
async function petitionsOf(
  all: readonly Shown[],
  memory: Memory,
  run: Making,
): Promise<{ made: Map<string, Made>; left: number }> {
  const { writer, now, ends, fingerprint, at, faults } = run;
  const anew = memory.fingerprint !== fingerprint;
  const latest = ends.subtract(forTheRest);
  const made = new Map<string, Made>();
  let left = 0;
  await pMap(
    all,
    async (one) => {
      const { petition, standing } = one;
      const name = petition.petition;
      const last = memory.petitions.get(name);
      const next = madeOf(petition, standing, at);
      writer.keep(filesOf(name));
      if (last !== undefined && !anew && !isDue(last, petition, next)) {
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

async function filesFor(one: Shown, { store, alertLog, site }: Reporting): Promise<SiteFile[]> {
  const { petition } = one.petition;
  const [alerts, counts] = await Promise.all([alertLog.of(petition), store.counts(petition)]);
  const record = { ...one, standing: lasting(one.standing), alerts, readings: readingsOf(one.petition, counts) };
  return [...petitionPage(record, site), ...petitionFeeds(record, site)];
}

/** The last alerts of what is shown, newest first: those that are remembered, and what was logged since. */
async function alertsOf(
  memory: Memory,
  { petitions }: Gathered,
  at: Instant,
  { alertLog }: Reporting,
  faults: string[],
): Promise<Alert[]> {
  const since = memory.alertsUntil?.subtract(loggedWithin) ?? at.subtract(alertsSince);
  const logged = await alertLog.between(since, at, (error) => void faults.push(error.message));
  const each = new Map([...memory.alerts, ...logged].map((alert) => [alert.id, alert]));
  const watched = new Set(petitions.map(({ petition }) => petition.petition));
  return [...each.values()]
    .filter(({ petition }) => watched.has(petition))
    .sort((a, b) => b.detectedAt.epochMilliseconds - a.detectedAt.epochMilliseconds)
    .slice(0, mostAlerts);
}

/**
 * Two runs at the same time may each have written the older of two pages over the newer: what this one has touched is forgotten
 * then, so that the next run makes it anew. @throws when there was another.
 */
async function remember(
  memory: Memory,
  tag: string | undefined,
  { touched }: Writer,
  { shelf }: Reporting,
): Promise<void> {
  if (await shelf.remember(memoryText(memory), tag)) return;
  const theirs = await shelf.remembered();
  const known = theirs && memoryFrom(theirs.text);
  if (known !== undefined) {
    const files = new Map([...known.files].filter(([path]) => !touched.has(path)));
    const petitions = new Map(
      [...known.petitions].filter(([name]) => !filesOf(name).some((path) => touched.has(path))),
    );
    await shelf.remember(memoryText({ ...known, files, petitions }), theirs?.tag);
  }
  throw new Error('another run has made the site at the same time; what both wrote is made anew by the next');
}

/** When the site was made, for whoever looks whether it still is: the one file that every run writes. */
const status = ({ lastTick, petitions }: Gathered, failed: number, { every }: Reporting, at: Instant): SiteFile => ({
  path: paths.status,
  body: JSON.stringify({ at, lastTick: lastTick ?? null, every, petitions: petitions.length, failed }),
});
