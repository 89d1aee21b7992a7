/** `monitor export`: all that a table holds, in a file. */
import { createWriteStream, existsSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Temporal } from 'temporal-polyfill';
import { formatNumber } from '../../src/format.ts';
import { BadInput } from '../../src/validation.ts';
import { exportLines } from '../data/export.ts';
import { withTable, type TableOptions } from '../open-table.ts';

/** To a file that is not there yet, or `-` for stdout. */
export async function exportTo(file: string, where: TableOptions): Promise<void> {
  const toFile = file !== '-';
  if (toFile && existsSync(file))
    throw new BadInput(file, [{ path: '', message: 'is there already: name another file' }]);
  let lines = 0;
  await withTable(where, async (table) => {
    const rows = async function* (): AsyncGenerator<string> {
      for await (const line of exportLines(table, Temporal.Now.instant())) {
        lines += 1;
        yield `${line}\n`;
      }
    };
    if (!toFile) return pipeline(Readable.from(rows()), process.stdout, { end: false });
    // Under its name there is a whole export, or none.
    const beside = `${file}.${process.pid}`;
    try {
      await pipeline(Readable.from(rows()), createWriteStream(beside, { mode: 0o600 }));
      await rename(beside, file);
    } catch (error) {
      await rm(beside, { force: true });
      throw error;
    }
  });
  const said = `${formatNumber(lines - 2)} items exported${toFile ? ` to ${file}` : ''}.\n`;
  if (toFile) process.stdout.write(said);
  else process.stderr.write(said);
}
