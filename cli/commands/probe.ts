/** `petition-monitor probe`: polls one petition once. Nothing is sent; what the platform answers is stored where `--record` says. */
import { writeFileSync } from 'node:fs';
import { BadInput } from '../../src/validation.ts';
import type { Config, WatchEntry } from '../../src/config/config.ts';
import { checkConfig } from '../../src/config/read-config.ts';
import { namedPetitions, type WatchedPetition } from '../../src/config/watched-petition.ts';
import type { RawAnswer } from '../../src/sources/http.ts';
import { customSources } from '../../src/sources/registry.ts';
import { NoReading, probe, type ProbeResult } from '../probe/probe.ts';
import { probeClient } from '../probe/client.ts';
import { blanked } from '../probe/blank.ts';
import { asRead, playerOf, recordedAnswer, type RecordedAnswer } from '../probe/recording.ts';
import { probeData, requestLines, probeText } from '../probe/output.ts';
import type { OutputFormat } from '../options.ts';
import { defaultConfigIfAny, readConfigFile } from '../read-file.ts';
import { parseKnownPetition, petitionNameText as nameText, type PetitionName } from '../petition-name.ts';

export interface ProbeOptions {
  readonly baseUrl?: string;
  /** The petitions.json with the settings of the petition. */
  readonly config?: string;
  readonly key?: readonly string[];
  readonly allowPrivate?: boolean;
  /** The file for what the platform answers. */
  readonly record?: string;
  readonly format: OutputFormat;
}

/** @throws when there is no reading, with the reason. */
export async function probePetition(first: string, id: string | undefined, options: ProbeOptions): Promise<void> {
  const config = configFor(parseKnownPetition(first, id), options);
  const answers: RecordedAnswer[] = [];
  const onAnswer = (answer: RawAnswer): void => void answers.push(recordedAnswer(answer));
  const client = probeClient(config, options.key, { onAnswer });
  try {
    const probed = await probe(only(config), client);
    show(probed, options.format);
    if (options.record !== undefined) await record(options.record, probed, answers, client.secrets);
  } catch (error) {
    if (!(error instanceof NoReading)) throw error;
    throw new Error([`no reading: ${error.message}`, ...requestLines(error.requests)].join('\n'), {
      cause: error,
    });
  } finally {
    client.close();
  }
}

async function record(
  file: string,
  { watched: { petition, baseUrl }, askedAt: at, reading }: ProbeResult,
  answers: readonly RecordedAnswer[],
  secrets: readonly string[],
): Promise<void> {
  const player = await playerOf({ petition, baseUrl, at });
  try {
    const recording = {
      format: 1,
      petition,
      at,
      baseUrl,
      ...(await blanked(answers, asRead(reading), secrets, player.read)),
    };
    writeFileSync(file, `${JSON.stringify(recording, null, 2)}\n`);
  } finally {
    await player.close();
  }
  process.stderr.write(
    `${file} has what was answered, without what the reading does not need. Read it before you share it.\n`,
  );
}

const show = (probed: ProbeResult, format: OutputFormat): void =>
  void process.stdout.write(`${format === 'jsonl' ? JSON.stringify(probeData(probed)) : probeText(probed)}\n`);

function only(config: Config): WatchedPetition {
  const [watched] = namedPetitions(config);
  if (watched === undefined) throw new Error('the entry does not name a petition');
  return watched;
}

/**
 * A config for this petition only, with the settings of a file if one is named, or if the default one watches the
 * petition. @throws {BadInput}
 */
function configFor(name: PetitionName, { baseUrl, config: named, allowPrivate = false }: ProbeOptions): Config {
  const file = named ?? defaultConfigIfAny();
  const settings = file === undefined ? undefined : readConfigFile(file);
  const found = settings && entryFor(settings.watch, name);
  if (found === undefined && named !== undefined) {
    throw bad(name, `is not watched in ${named}; add it there, or name another file`);
  }
  if (name.source in customSources && (found === undefined || baseUrl !== undefined)) {
    throw bad(name, 'needs its entry in a petitions.json: name the file with --config FILE, without --base-url');
  }
  return checkConfig(
    {
      ...(found && settings),
      // Their filters may be for petitions that are not in this config.
      ...{ subscribers: [], operators: [], digests: [] },
      watch: [{ ...(found ?? name), ...(baseUrl !== undefined && { baseUrl }) }],
      allowPrivateSources: allowPrivate || (found !== undefined && settings?.allowPrivateSources === true),
    },
    nameText(name),
  );
}

const bad = (name: PetitionName, message: string): BadInput => new BadInput(nameText(name), [{ path: '', message }]);

/** The entry of the petition itself, or else one for all petitions of its source. */
function entryFor(watch: readonly WatchEntry[], { source, petition }: PetitionName): object | undefined {
  const ofSource = watch.filter((one) => one.source === source);
  const query = ofSource.find((one) => one.petition === undefined);
  return (
    ofSource.find((one) => one.petition === petition) ??
    (query && { ...query, petition, all: undefined, minSignatures: undefined, titleMatches: undefined })
  );
}
