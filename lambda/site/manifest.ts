/**
 * What one run records for the next: the files with their content hashes, and what each petition's files were built
 * from. It only saves work: without it everything is generated and written again.
 */
import * as z from 'zod/mini';
import { BadInput, parseJson } from '../../src/validation.ts';
import { alertSchema, type Alert } from '../../src/domain/alerts.ts';
import { instant, type Instant } from '../../src/domain/time.ts';
import { buildRecordSchema, type BuildRecord } from './rebuild.ts';

/** Goes up whenever the shape changes. A manifest of another version is ignored. */
const version = 1;

const schema = z.object({
  version: z.literal(version),
  /** Of the code, the config and the assets that the files were generated with. */
  fingerprint: z.string(),
  /** The content hash of each file, by its path. */
  files: z.record(z.string(), z.string()),
  petitions: z.record(z.string(), buildRecordSchema),
  /** The latest alerts, newest first, and up to when the log was read for them; null before the first run. */
  alerts: z.array(alertSchema),
  alertsUntil: z.nullable(instant),
});

export interface SiteManifest {
  readonly fingerprint: string;
  readonly files: ReadonlyMap<string, string>;
  readonly petitions: ReadonlyMap<string, BuildRecord>;
  readonly alerts: readonly Alert[];
  readonly alertsUntil: Instant | null;
}

export const emptyManifest: SiteManifest = {
  fingerprint: '',
  files: new Map(),
  petitions: new Map(),
  alerts: [],
  alertsUntil: null,
};

/** Undefined if it has another version, or is not a manifest. */
export function parseManifest(text: string): SiteManifest | undefined {
  try {
    const { files, petitions, ...rest } = parseJson(schema, text, 'manifest of the site');
    return { ...rest, files: new Map(Object.entries(files)), petitions: new Map(Object.entries(petitions)) };
  } catch (error) {
    if (error instanceof BadInput) return undefined;
    throw error;
  }
}

export const manifestText = ({ files, petitions, ...rest }: SiteManifest): string =>
  JSON.stringify(
    z.encode(schema, {
      version,
      ...rest,
      alerts: [...rest.alerts],
      files: Object.fromEntries(files),
      petitions: Object.fromEntries(petitions),
    }),
  );
