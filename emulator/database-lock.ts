/**
 * The lock of a database in a folder: only one process can have it open. That process leaves a file beside it, with the
 * URL and the access key with which other processes of the same user can use it.
 */
import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Level } from 'level';
import * as z from 'zod/mini';
import { BadInput, parseJson } from '../src/validation.ts';
import { makeFolder } from './make-folder.ts';

/** The folder of the database, in a data folder. */
export const databaseIn = (folder: string): string => join(folder, 'dynamodb');

const addressFile = (database: string): string => `${database}.json`;
const addressSchema = z.object({ endpoint: z.url(), accessKey: z.string() });
export type DatabaseAddress = z.output<typeof addressSchema>;

/** The engine's error when another process holds the lock. */
const lockedSchema = z.object({ cause: z.object({ code: z.literal('LEVEL_LOCKED') }) });

/** Whether there is a database in the folder. What is left of one counts too: LevelDB would begin a new one in its place. */
export const hasDatabase = (database: string): boolean =>
  statSync(database, { throwIfNoEntry: false })?.isDirectory() === true &&
  readdirSync(database).some((name) => /^(?:CURRENT|MANIFEST-\d+|\d+\.(?:log|ldb))$/.test(name));

/** Writes the file, for this user's eyes only. The function that it returns deletes it. */
export function publishAddress(database: string, address: DatabaseAddress): () => void {
  writeFileSync(addressFile(database), `${JSON.stringify(address)}\n`, { mode: 0o600 });
  return () => deleteAddress(database);
}

/**
 * To be called before opening: the engine crashes on a database that another process has open. Deletes the file of a
 * process that was killed. @throws {BadInput} when another process has the database open.
 */
export async function claimDatabase(database: string): Promise<void> {
  if (await isLocked(database)) {
    const message =
      'is open in another process, such as a running monitor; stop that process first, or name another folder';
    throw new BadInput(database, [{ path: '', message }]);
  }
  deleteAddress(database);
}

/** Where another process serves the database; undefined when none has it open. @throws {BadInput} */
export async function runningAddress(database: string): Promise<DatabaseAddress | undefined> {
  // To ask for the lock is to open it, which would begin a new one.
  if (!hasDatabase(database) || !(await isLocked(database))) return undefined;
  const file = addressFile(database);
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    const message = 'is open in another process, which serves no URL for it; try again after that process has ended';
    throw new BadInput(database, [{ path: '', message }]);
  }
  return parseJson(addressSchema, text, file);
}

const deleteAddress = (database: string): void => rmSync(addressFile(database), { force: true });

/** By the database's own lock, which always ends with the process that holds it. */
async function isLocked(database: string): Promise<boolean> {
  // It has addresses of subscribers. The engine begins to open it by itself.
  makeFolder(database);
  const level = new Level(database, { createIfMissing: !hasDatabase(database) });
  try {
    await level.open();
  } catch (error) {
    if (z.safeParse(lockedSchema, error).success) return true;
    // The engine's own message is that it failed, and the reason is the cause.
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`${database}: the database cannot be opened: ${reason}`, { cause });
  }
  await level.close();
  return false;
}
