/** The recordings of recorded/: answers that platforms gave, by the names of their files. */
import { readdirSync, readFileSync } from 'node:fs';
import { recordingSchema, type Recording } from '../../cli/probe/recording.ts';
import { parseJson } from '../../src/validation.ts';

const folder = new URL('recorded/', import.meta.url);

/** The text of each file. */
export const recordedFiles: readonly (readonly [name: string, text: string])[] = readdirSync(folder)
  .sort()
  .map((name) => [name, readFileSync(new URL(name, folder), 'utf8')]);

export const recordings: readonly Recording[] = recordedFiles.map(([name, text]) =>
  parseJson(recordingSchema, text, name),
);
