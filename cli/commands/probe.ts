/** `monitor probe`: what a source reads of one petition now, by one polite look. Nothing is kept, and nobody is told. */
import { Temporal } from 'temporal-polyfill';
import { BadInput } from '../../src/validation.ts';
import type { Config, WatchEntry } from '../../src/config/config.ts';
import { apiKeyParameters } from '../../src/config/api-key-reference.ts';
import { checkConfig, readConfig } from '../../src/config/read-config.ts';
import { namedPetitions, type WatchedPetition } from '../../src/config/watched-petition.ts';
import { createHttpClient } from '../../src/sources/http.ts';
import { customSources } from '../../src/sources/registry.ts';
import { ApiKeyCache } from '../../src/sources/api-keys.ts';
import { NoReading, probe, type ProbeResult } from '../probe/probe.ts';
import { probeData, requestLines, probeText } from '../probe/output.ts';
import { readApiKeys } from '../../local/api-key-options.ts';
import type { OutputFormat } from '../options.ts';
import { readTextFile } from '../read-file.ts';
import { parsePetitionName, petitionNameText as nameText, type PetitionName } from '../petition-name.ts';

export interface ProbeOptions {
  readonly baseUrl?: string;
  /** A petitions.json of which the entry's settings are taken. */
  readonly config?: string;
  readonly key?: readonly string[];
  readonly allowPrivate?: boolean;
  readonly format: OutputFormat;
}

/** @throws when there is no reading, with the reason. */
export async function probePetition(first: string, id: string | undefined, options: ProbeOptions): Promise<void> {
  const config = configFor(parsePetitionName(first, id), options);
  const parameters = readApiKeys(options.key ?? [], apiKeyParameters(config), process.env);
  const now = (): Temporal.Instant => Temporal.Now.instant();
  const keys = new ApiKeyCache(now, () => Promise.resolve((name) => Promise.resolve(parameters.get(name) ?? '')));
  const http = createHttpClient({ contact: config.contact, allowPrivate: config.allowPrivateSources });
  try {
    show(await probe(only(config), { http, keys, now }), options.format);
  } catch (error) {
    if (!(error instanceof NoReading)) throw error;
    throw new Error(['there is no reading: ' + error.message, ...requestLines(error.requests)].join('\n'), {
      cause: error,
    });
  } finally {
    http.close();
  }
}

const show = (probed: ProbeResult, format: OutputFormat): void =>
  void process.stdout.write(`${format === 'jsonl' ? JSON.stringify(probeData(probed)) : probeText(probed)}\n`);

function only(config: Config): WatchedPetition {
  const [watched] = namedPetitions(config);
  if (watched === undefined) throw new Error('the entry is of no petition');
  return watched;
}

/** A config of this petition alone, by the settings of the file where one is given. @throws {BadInput} */
function configFor(name: PetitionName, { baseUrl, config: file, allowPrivate = false }: ProbeOptions): Config {
  if (name.source in customSources && (file === undefined || baseUrl !== undefined)) {
    const message =
      'is read where its entry in a petitions.json says: name the file by --config FILE, without --base-url';
    throw new BadInput(nameText(name), [{ path: '', message }]);
  }
  const settings = file === undefined ? undefined : readConfig(readTextFile(file), file);
  const entry = settings === undefined || file === undefined ? name : entryOf(settings.watch, name, file);
  return checkConfig(
    {
      ...settings,
      // What they choose may be what is left out here.
      ...{ subscribers: [], operators: [], digests: [] },
      watch: [{ ...entry, ...(baseUrl !== undefined && { baseUrl }) }],
      allowPrivateSources: allowPrivate || settings?.allowPrivateSources === true,
    },
    file === undefined ? nameText(name) : `${nameText(name)}, by ${file}`,
  );
}

/** The entry of the petition itself, or else one that is for all of its source. @throws {BadInput} */
function entryOf(watch: readonly WatchEntry[], name: PetitionName, file: string): object {
  const { source, petition } = name;
  const ofSource = watch.filter((one) => one.source === source);
  const named = ofSource.find((one) => one.petition === petition);
  if (named !== undefined) return named;
  const query = ofSource.find((one) => one.petition === undefined);
  if (query !== undefined) {
    return { ...query, petition, all: undefined, minSignatures: undefined, titleMatches: undefined };
  }
  throw new BadInput(nameText(name), [
    { path: '', message: `is not watched in ${file}: leave --config out, or add it` },
  ]);
}
