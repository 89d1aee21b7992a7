/** Files that people name on the command line. */
import { existsSync, readFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { BadInput, positionAt } from '../src/validation.ts';
import type { Config } from '../src/config/config.ts';
import { readConfig } from '../src/config/read-config.ts';
import { charsetOfMark } from '../src/sources/body-text.ts';
import { defaultConfig, exampleConfig } from './options.ts';
import { errorMessage } from '../src/text.ts';

/** The text of a file, without its byte order mark. @throws {BadInput} when it cannot be read. */
export function readTextFile(file: string): string {
  if (!existsSync(file)) throw new BadInput(file, [{ path: '', message: 'there is no such file' }]);
  let bytes;
  try {
    bytes = readFileSync(file);
  } catch (error) {
    throw unreadable(file, error);
  }
  try {
    return decoderFor(bytes).decode(bytes);
  } catch {
    throw notText(file, new TextDecoder(encodingOf(bytes)).decode(bytes).split('\uFFFD')[0]);
  }
}

/** The lines of a file that may be large. @throws {BadInput} when it cannot be read. */
export async function* linesOf(file: string): AsyncGenerator<string> {
  let handle;
  try {
    handle = await open(file);
  } catch (error) {
    throw unreadable(file, error);
  }
  let decoder: TextDecoder | undefined;
  let rest = '';
  const decode = (bytes?: Buffer): string => {
    decoder ??= decoderFor(bytes ?? new Uint8Array());
    try {
      return decoder.decode(bytes, { stream: bytes !== undefined });
    } catch {
      throw notText(file);
    }
  };
  const chunks: AsyncIterable<Buffer> = handle.createReadStream();
  for await (const chunk of chunks) {
    const lines = (rest + decode(chunk)).split(/\r?\n/);
    rest = lines.pop() ?? '';
    yield* lines;
  }
  rest += decode();
  if (rest !== '') yield rest;
}

/** Notepad, Excel and PowerShell write these marks: EF BB BF, FF FE and FE FF (Unicode Standard, section 23.8). */
const encodingOf = (bytes: Uint8Array): string => charsetOfMark(bytes) ?? 'utf-8';

/** It removes the mark. */
const decoderFor = (bytes: Uint8Array): TextDecoder => new TextDecoder(encodingOf(bytes), { fatal: true });

function unreadable(file: string, error: unknown): BadInput {
  const reason = errorMessage(error);
  return new BadInput(file, [{ path: '', message: `cannot be read (${reason})` }]);
}

/** `before` is the text up to the first bytes that are no characters. */
function notText(file: string, before?: string): BadInput {
  const message = 'is not text in UTF-8: save it with the encoding UTF-8';
  return new BadInput(file, [
    { path: '', message, ...(before !== undefined && { position: positionAt(before, before.length) }) },
  ]);
}

const smallest = '{ "watch": [{ "source": "uk-parliament", "petition": "700143" }] }';

/** The file itself, or the example if there is no petitions.json where one is looked for by default. */
export const configOrExample = (file: string): string =>
  file === defaultConfig && !existsSync(file) && existsSync(exampleConfig) ? exampleConfig : file;

/** The text of a petitions.json. @throws {BadInput} also when there is none: then with how to make one. */
export function readConfigText(file: string): string {
  const found = configOrExample(file);
  if (existsSync(found)) return readTextFile(found);
  const message = `there is no such file; create it, such as with ${smallest}, or name another with --config FILE`;
  throw new BadInput(file, [{ path: '', message }]);
}

/** The config in a petitions.json. @throws {BadInput} */
export const readConfigFile = (file: string): Config => readConfig(readConfigText(file), configOrExample(file));

/** The petitions.json that a command uses if it is there. */
export const defaultConfigIfAny = (): string | undefined => (existsSync(defaultConfig) ? defaultConfig : undefined);
