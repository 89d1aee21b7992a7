/** `petition-monitor doctor`: polls one known petition of each source once, and says which sources can still be read. */
import { fittingTable } from '../../local/fitting-table.ts';
import type { Config, WatchEntry } from '../../src/config/config.ts';
import { checkConfig } from '../../src/config/read-config.ts';
import { namedPetitions, type WatchedPetition } from '../../src/config/watched-petition.ts';
import { formatNumber } from '../../src/format.ts';
import { sources } from '../../src/sources/registry.ts';
import { siteOf, type Source } from '../../src/sources/source.ts';
import { oneLine } from '../../src/text.ts';
import { faultsText } from '../../src/polling/poll-petition.ts';
import type { OutputFormat } from '../options.ts';
import { probeClient } from '../probe/client.ts';
import { stateText } from '../probe/output.ts';
import { NoReading, probe, type ProbeDeps, type ProbeResult } from '../probe/probe.ts';
import { readConfigFile } from '../read-file.ts';

export interface DoctorOptions {
  readonly config?: string;
  readonly key?: readonly string[];
  readonly format: OutputFormat;
}

interface Diagnosis {
  readonly petition: string;
  readonly seconds: number;
  readonly result: ProbeResult | NoReading;
}

/** Different hosts are asked at the same time, and each host one thing after the other. @throws if a source does not read. */
export async function doctor({ config: file, key, format }: DoctorOptions): Promise<void> {
  const config = configOf(file);
  const client = probeClient(config, key, { maxPerHost: 1 });
  let diagnoses: Diagnosis[];
  try {
    diagnoses = await Promise.all(namedPetitions(config).map((watched) => diagnose(watched, client)));
  } finally {
    client.close();
  }
  process.stdout.write(`${format === 'jsonl' ? diagnoses.map(lineOf).join('\n') : tableOf(diagnoses)}\n`);
  const failed = diagnoses.filter(({ result }) => result instanceof NoReading);
  if (failed.length > 0) {
    const names = failed.map(({ petition }) => petition).join(', ');
    throw new Error(`${failed.length} of ${diagnoses.length} cannot be read: ${names}`);
  }
}

async function diagnose(watched: WatchedPetition, deps: ProbeDeps): Promise<Diagnosis> {
  const started = performance.now();
  const result = await probe(watched, deps).catch((error: unknown) => {
    if (error instanceof NoReading) return error;
    throw error;
  });
  return { petition: watched.petition, seconds: Math.round(performance.now() - started) / 1000, result };
}

/** With the entries of a file, or with one for the sample of each platform. */
export function configOf(file: string | undefined): Config {
  if (file === undefined) return checkConfig({ watch: samplePetitions() }, 'the samples');
  const settings = readConfigFile(file);
  const lists = { subscribers: [], operators: [], digests: [] };
  return checkConfig({ ...settings, ...lists, watch: onePerSource(settings.watch) }, file);
}

export const samplePetitions = (): { source: string; petition: string }[] =>
  Object.entries<Source>(sources).flatMap(([source, { sample }]) =>
    sample === undefined ? [] : [{ source, petition: sample }],
  );

/**
 * Of each platform its sample, which stays what it is; the entry's own petition where that is at an address of its own, or
 * there is no sample. Every page of an own recipe is a source of its own.
 */
function onePerSource(watch: readonly WatchEntry[]): object[] {
  const chosen = new Map<string, object>();
  for (const entry of watch) {
    const place = 'url' in entry ? entry.url : `${entry.source} ${addressOf(entry)}`;
    const asked = 'url' in entry ? entry : withSample(entry);
    if (asked !== undefined && !chosen.has(place)) chosen.set(place, asked);
  }
  return [...chosen.values()];
}

/** That of the site, where a source has several. */
const addressOf = ({ source, petition, baseUrl }: Exclude<WatchEntry, { url: string }>): string =>
  baseUrl ?? siteOf(sources[source], petition).baseUrl;

function withSample(entry: Exclude<WatchEntry, { url: string }>): object | undefined {
  const { sample }: Source = sources[entry.source];
  const isOfSite = entry.baseUrl === undefined && addressOf({ ...entry, petition: sample }) === addressOf(entry);
  const petition = isOfSite ? (sample ?? entry.petition) : entry.petition;
  const one = { ...entry, petition, all: undefined, minSignatures: undefined, titleMatches: undefined };
  return petition === undefined ? undefined : one;
}

function tableOf(diagnoses: readonly Diagnosis[]): string {
  const rows = diagnoses.map(({ petition, seconds, result }) => [
    petition,
    result instanceof NoReading ? 'no' : 'yes',
    `${seconds.toFixed(1)} s`,
    textOf(result),
  ]);
  const columns = [{ head: 'petition' }, { head: 'read' }, { head: 'took' }, { head: 'what', width: 60 }];
  return fittingTable({ columns, groups: [rows], wordWrap: true });
}

function textOf(result: ProbeResult | NoReading): string {
  if (result instanceof NoReading) return oneLine(result.message);
  const { reading, unreadable } = result;
  const faults = unreadable.length === 0 ? [] : [`not read: ${faultsText(unreadable)}`];
  return [`${formatNumber(reading.signatures)} signatures`, stateText(result), ...faults].join('; ');
}

const lineOf = ({ petition, seconds, result }: Diagnosis): string =>
  JSON.stringify({
    petition,
    read: !(result instanceof NoReading),
    seconds,
    ...(result instanceof NoReading
      ? { reason: result.message }
      : {
          signatures: result.reading.signatures,
          open: result.reading.signing?.open ?? null,
          unreadable: result.unreadable.map(({ path, message }) => `${path} ${message}`),
        }),
  });
