/** `monitor watch`: adds petitions to a petitions.json, and takes them out. What is written has been checked whole. */
import { realpathSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import * as z from 'zod/mini';
import { BadInput, parseJson } from '../../src/validation.ts';
import { readConfig } from '../../src/config/read-config.ts';
import { addEntry, removeEntry } from '../edit-config.ts';
import { readTextFile } from '../read-file.ts';
import { parsePetitionName, petitionNameText, type PetitionName } from '../petition-name.ts';

export interface WatchRemoveOptions {
  readonly config: string;
}

export interface WatchAddOptions extends WatchRemoveOptions {
  readonly baseUrl?: string;
  readonly opened?: string;
  readonly responseWindow?: string;
  /** The parameter that holds the platform's key. */
  readonly key?: string;
}

/** As much of a file as is needed to find an entry; all of it is checked before it is written. */
const outline = z.object({ watch: z._default(z.array(z.looseObject({})), []) });

export function addToWatch(
  first: string,
  id: string | undefined,
  { config: file, key, ...overrides }: WatchAddOptions,
): void {
  const name = parsePetitionName(first, id);
  const entry = { ...name, ...overrides, ...(key !== undefined && { key: { parameter: key } }) };
  const text = readTextFile(file);
  const there = entriesOf(text, file).find((one) => isSame(one, name));
  if (there === undefined) {
    write(addEntry(text, entry), file);
    say(`${petitionNameText(name)} is added to ${file}: it is watched from the next deploy or start on.`);
    return;
  }
  if (!isDeepStrictEqual({ ...there }, entry)) {
    const message = `is watched already, as ${JSON.stringify(there)}: change that by hand, or remove it first`;
    throw new BadInput(petitionNameText(name), [{ path: '', message }]);
  }
  say(`${petitionNameText(name)} is watched already; ${file} stays as it is.`);
}

export function removeFromWatch(first: string, id: string | undefined, { config: file }: WatchRemoveOptions): void {
  const name = parsePetitionName(first, id);
  const text = readTextFile(file);
  const entries = entriesOf(text, file);
  const index = entries.findIndex((one) => isSame(one, name));
  if (index === -1) {
    const names = entries.map(({ source, petition }) => `"${String(source)}/${String(petition)}"`).join(', ');
    throw new BadInput(petitionNameText(name), [
      { path: '', message: `is not watched in ${file}; watched are ${names}` },
    ]);
  }
  write(removeEntry(text, index), file);
  say(
    `${petitionNameText(name)} is out of ${file}: it is watched until the next deploy or start. What is known of it is kept.`,
  );
}

const entriesOf = (text: string, file: string): Record<string, unknown>[] => parseJson(outline, text, file).watch;
const isSame = (entry: Record<string, unknown>, { source, petition }: PetitionName): boolean =>
  entry.source === source && entry.petition === petition;
const say = (text: string): void => void process.stdout.write(`${text}\n`);

/** All of it or nothing, and only when it is good. @throws {BadInput} */
function write(text: string, file: string): void {
  readConfig(text, `${file}, so changed`);
  const real = realpathSync(file);
  const beside = join(dirname(real), `.${basename(real)}.${process.pid}`);
  try {
    writeFileSync(beside, text, { mode: statSync(real).mode });
    renameSync(beside, real);
  } catch (error) {
    rmSync(beside, { force: true });
    throw error;
  }
}
