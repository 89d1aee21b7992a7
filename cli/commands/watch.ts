/**
 * `petition-monitor watch`: adds petitions to a petitions.json, and removes them. The whole file is checked before it is
 * written.
 */
import { realpathSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import * as z from 'zod/mini';
import { BadInput } from '../../src/validation.ts';
import { parseJsonText } from '../../src/config/json-text.ts';
import { checkConfig } from '../../src/config/read-config.ts';
import { addEntry, removeEntry } from '../edit-config.ts';
import { readConfigText } from '../read-file.ts';
import { parseKnownPetition, parsePetitionName, petitionNameText, type PetitionName } from '../petition-name.ts';

export interface WatchRemoveOptions {
  readonly config: string;
}

export interface WatchAddOptions extends WatchRemoveOptions {
  readonly baseUrl?: string;
  readonly opened?: string;
  readonly responseWindow?: string;
  /** The parameter that holds the API key of the platform. */
  readonly key?: string;
}

/** The part of a file that is needed to find an entry. */
const outline = z.object({ watch: z._default(z.array(z.looseObject({})), []) });

export function addToWatch(
  first: string,
  id: string | undefined,
  { config: file, key, ...overrides }: WatchAddOptions,
): void {
  const name = parseKnownPetition(first, id);
  const entry = { ...name, ...overrides, ...(key !== undefined && { key: { parameter: key } }) };
  const text = readConfigText(file);
  const existing = entriesOf(text, file).find((one) => isSame(one, name));
  if (existing === undefined) {
    write(addEntry(text, entry), file);
    say(`${petitionNameText(name)} added to ${file}; watching begins with the next deploy or start.`);
    return;
  }
  if (!isDeepStrictEqual({ ...existing }, entry)) {
    const message = `is already watched, as ${JSON.stringify(existing)}; edit that entry, or remove it first`;
    throw new BadInput(petitionNameText(name), [{ path: '', message }]);
  }
  say(`${petitionNameText(name)} is already watched; ${file} is unchanged.`);
}

export function removeFromWatch(first: string, id: string | undefined, { config: file }: WatchRemoveOptions): void {
  const name = parsePetitionName(first, id);
  const text = readConfigText(file);
  const entries = entriesOf(text, file);
  const index = entries.findIndex((one) => isSame(one, name));
  if (index === -1) {
    const names = entries
      .map((one) => `"${String(one.source)}/${'petition' in one ? String(one.petition) : '…'}"`)
      .join(', ');
    throw new BadInput(petitionNameText(name), [
      { path: '', message: `is not watched in ${file}; there are ${names}` },
    ]);
  }
  write(removeEntry(text, index), file);
  say(
    `${petitionNameText(name)} removed from ${file}; watching ends with the next deploy or start. Its record is kept.`,
  );
}

const entriesOf = (text: string, file: string): Record<string, unknown>[] => parseJsonText(outline, text, file).watch;
const isSame = (entry: Record<string, unknown>, { source, petition }: PetitionName): boolean =>
  entry.source === source && entry.petition === petition;
const say = (text: string): void => void process.stdout.write(`${text}\n`);

/** Writes the whole file or nothing. @throws {BadInput} when the file would be bad. */
function write(text: string, file: string): void {
  const what = `${file} with this change`;
  checkConfig(parseJsonText(z.unknown(), text, what), what);
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
