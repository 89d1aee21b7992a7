/**
 * A database that is kept in a folder. Only one process can have it open: a monitor that runs on it leaves a file beside
 * it, with the address at which others can ask.
 */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Level } from 'level';
import * as z from 'zod/mini';
import { BadInput, parseJson } from '../src/validation.ts';

/** Where it is, in the folder that a user names for the data. */
export const databaseIn = (folder: string): string => join(folder, 'dynamodb');

const addressFile = (database: string): string => `${database}.json`;
const addressSchema = z.object({ endpoint: z.url() });
/** How the engine says that the lock is another's. */
const lockedSchema = z.object({ cause: z.object({ code: z.literal('LEVEL_LOCKED') }) });

/** Leaves the address at which the database can be asked; the function that comes back takes it away again. */
export function publishAddress(database: string, endpoint: string): () => void {
  writeFileSync(addressFile(database), `${JSON.stringify({ endpoint })}\n`);
  return () => forget(database);
}

/**
 * Before it is opened: the engine does not survive a database that another process has open. An address that is there
 * all the same is that of a process which did not get to take it away. @throws {BadInput}
 */
export async function claimDatabase(database: string): Promise<void> {
  if (await isTaken(database)) {
    const message =
      'is open in another process, such as a monitor that runs; end that one first, or name another folder';
    throw new BadInput(database, [{ path: '', message }]);
  }
  forget(database);
}

/** Where another process answers for the database; undefined when none has it open. @throws {BadInput} */
export async function runningAddress(database: string): Promise<string | undefined> {
  if (!(await isTaken(database))) return undefined;
  const file = addressFile(database);
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    const message =
      'is open in another process, which does not say where it can be asked; try again when that has ended';
    throw new BadInput(database, [{ path: '', message }]);
  }
  return parseJson(addressSchema, text, file).endpoint;
}

const forget = (database: string): void => rmSync(addressFile(database), { force: true });

/** By the database's own lock, which ends with the process that holds it, however that ends. */
async function isTaken(database: string): Promise<boolean> {
  const level = new Level(database);
  try {
    await level.open();
  } catch (error) {
    if (z.safeParse(lockedSchema, error).success) return true;
    throw error;
  }
  await level.close();
  return false;
}
