/** `monitor import`: puts an export into a table. */
import { formatNumber } from '../../src/format.ts';
import { checkExport } from '../data/export-format.ts';
import { importItems } from '../data/import.ts';
import { withTable, type TableOptions } from '../open-table.ts';

export interface ImportOptions extends TableOptions {
  readonly overwrite?: boolean;
}

/** Keys that are named; the others are counted. */
const maxNamed = 10;

/** @throws when there were newer items, or others, which were left; after all the rest has been imported. */
export async function importInto(file: string, { overwrite = false, ...where }: ImportOptions): Promise<void> {
  const items = await checkExport(file);
  const { written, same, refused } = await withTable(where, (table) => importItems(file, table, overwrite), true);
  const left = refused.length === 0 ? '' : `, ${formatNumber(refused.length)} left as they are`;
  process.stdout.write(
    `${formatNumber(items)} items: ${formatNumber(written)} written, ${formatNumber(same)} there already${left}.\n`,
  );
  if (refused.length === 0) return;
  const more = refused.length > maxNamed ? [`and ${formatNumber(refused.length - maxNamed)} more`] : [];
  const named = [...refused.slice(0, maxNamed), ...more].map((one) => `\n  ${one}`).join('');
  throw new Error(
    `The table has these newer, or otherwise; --overwrite puts those of the file in their place:${named}`,
  );
}
