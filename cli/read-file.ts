/** Files and options that people name on the command line. */
import { readFileSync } from 'node:fs';
import { BadInput } from '../src/validation.ts';

/** The text of a file. @throws {BadInput} when it can not be read. */
export function readTextFile(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new BadInput(file, [{ path: '', message: `can not be read (${reason})` }]);
  }
}
