/**
 * Makes a folder, with those that it is in. `mkdir` of Node 20 does not end where a parent takes no
 * folder and says that it is not there, as `/proc` does (seen with 20.20, 2026-11).
 */
import { mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { errorMessage } from '../src/text.ts';

/** For this user alone, unless `mode` is another. @throws with one sentence that names the folder and the reason. */
export function makeFolder(folder: string, mode = 0o700): void {
  try {
    makeWithParents(folder, mode);
  } catch (cause) {
    throw new Error(`${folder}: the folder cannot be made: ${errorMessage(cause)}`, { cause });
  }
}

function makeWithParents(folder: string, mode: number): void {
  if (dirname(folder) !== folder) makeWithParents(dirname(folder), mode);
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true) mkdirSync(folder, { mode });
}
