/** Files as editors of all systems write them: byte order marks, UTF-16, and bytes that are no text. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { linesOf, readTextFile } from '../../cli/read-file.ts';

const folder = mkdtempSync(join(tmpdir(), 'read-file-'));
afterAll(() => rmSync(folder, { recursive: true }));

function file(bytes: Uint8Array): string {
  const path = join(folder, 'file');
  writeFileSync(path, bytes);
  return path;
}

const text = '{\n  "title": "Save the péage 🌳"\r\n}';
const utf16 = Buffer.from(`\uFEFF${text}`, 'utf16le');

async function streamed(bytes: Uint8Array): Promise<string[]> {
  const lines: string[] = [];
  for await (const line of linesOf(file(bytes))) lines.push(line);
  return lines;
}

// Notepad and Excel begin UTF-8 with a mark; `>` in PowerShell 5 writes UTF-16: dotCMS#36508, node-csv#36.
test.each([
  ['UTF-8', Buffer.from(text)],
  ['UTF-8 with a mark', Buffer.from(`\uFEFF${text}`)],
  ['UTF-16, little-endian', utf16],
  ['UTF-16, big-endian', Buffer.from(utf16).swap16()],
])('%s is read, without its mark', async (_, bytes) => {
  expect(readTextFile(file(bytes))).toBe(text);
  expect(await streamed(bytes)).toEqual(['{', '  "title": "Save the péage 🌳"', '}']);
});

test('a file larger than a chunk is read whole, also where a chunk ends within a character', async () => {
  const lines = Array.from({ length: 9_000 }, (_, index) => `${'é'.repeat(index % 29)}🌳`);
  expect(await streamed(Buffer.from(lines.join('\r\n')))).toEqual(lines);
});

test.each([
  ['Latin-1', Buffer.from('{\n "title": "Save the péage"', 'latin1'), '2:22'],
  ['a character that is cut off', Buffer.from('{}\né').subarray(0, 4), '2:1'],
])('%s is refused, with its place', async (_, bytes, place) => {
  const message = ': is not text in UTF-8: save it with the encoding UTF-8';
  expect(() => readTextFile(file(bytes))).toThrow(`:${place}${message}`);
  await expect(streamed(bytes)).rejects.toThrow(message);
});

test('an empty file has no lines', async () => {
  expect(readTextFile(file(Buffer.alloc(0)))).toBe('');
  expect(await streamed(Buffer.alloc(0))).toEqual([]);
});
