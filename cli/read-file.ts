/** Files that people name on the command line. */
import { existsSync, readFileSync } from 'node:fs';
import { BadInput } from '../src/validation.ts';
import type { Config } from '../src/config/config.ts';
import { readConfig } from '../src/config/read-config.ts';
import { defaultConfig } from './options.ts';

/** The text of a file. @throws {BadInput} when it cannot be read. */
export function readTextFile(file: string): string {
  if (!existsSync(file)) throw new BadInput(file, [{ path: '', message: 'there is no such file' }]);
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new BadInput(file, [{ path: '', message: `cannot be read (${reason})` }]);
  }
}

const smallest = '{ "watch": [{ "source": "uk-parliament", "petition": "700143" }] }';

/** The text of a petitions.json. @throws {BadInput} also when there is none: then with how to make one. */
export function readConfigText(file: string): string {
  if (existsSync(file)) return readTextFile(file);
  const message = `there is no such file; create it, such as with ${smallest}, or name another with --config FILE`;
  throw new BadInput(file, [{ path: '', message }]);
}

/** The config in a petitions.json. @throws {BadInput} */
export const readConfigFile = (file: string): Config => readConfig(readConfigText(file), file);

/** The petitions.json that a command uses if it is there. */
export const defaultConfigIfAny = (): string | undefined => (existsSync(defaultConfig) ? defaultConfig : undefined);
