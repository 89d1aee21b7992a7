/** `petition-monitor export`: everything in a table, as a file. */
import { createWriteStream, existsSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Temporal } from 'temporal-polyfill';
import { formatNumber } from '../../src/format.ts';
import { BadInput } from '../../src/validation.ts';
import { exportLines } from '../data/export.ts';
import { withTable, type TableOptions } from '../open-table.ts';

/** To a new file, or `-` for stdout. */
export async function exportTo(file: string, where: TableOptions): Promise<void> {
  const toFile = file !== '-';
  if (toFile && existsSync(file)) throw new BadInput(file, [{ path: '', message: 'already exists; name a new file' }]);
  let lines = 0;
  await withTable(where, async (table) => {
    const rows = async function* (): AsyncGenerator<string> {
      for await (const line of exportLines(table, Temporal.Now.instant())) {
        lines += 1;
        yield `${line}\n`;
      }
    };
    if (!toFile) return pipeline(Readable.from(rows()), process.stdout, { end: false });
    // A file of this name is always a whole export.
    const unfinished = `${file}.${process.pid}`;
    try {
      await pipeline(Readable.from(rows()), createWriteStream(unfinished, { mode: 0o600 }));
      await rename(unfinished, file);
    } catch (error) {
      await rm(unfinished, { force: true });
      throw error;
    }
  });
  const result = `${formatNumber(lines - 2)} items exported${toFile ? ` to ${file}` : ''}.\n`;
  if (toFile) process.stdout.write(result);
  else process.stderr.write(result);
}
