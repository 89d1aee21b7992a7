/** `petition-monitor import`: imports an export into a table. */
import { formatNumber } from '../../src/format.ts';
import { checkExport } from '../data/export-format.ts';
import { importItems } from '../data/import.ts';
import { withTable, type TableOptions } from '../open-table.ts';

export interface ImportOptions extends TableOptions {
  readonly overwrite?: boolean;
}

/** Keys beyond this many are only counted. */
const maxNamed = 10;

/** @throws after the import, when newer or different items in the table were skipped. */
export async function importInto(file: string, { overwrite = false, ...where }: ImportOptions): Promise<void> {
  const items = await checkExport(file);
  const { written, same, refused } = await withTable(where, (table) => importItems(file, table, overwrite), true);
  const skipped = refused.length === 0 ? '' : `, ${formatNumber(refused.length)} skipped`;
  process.stdout.write(
    `${formatNumber(items)} items: ${formatNumber(written)} written, ${formatNumber(same)} already there${skipped}.\n`,
  );
  if (refused.length === 0) return;
  const more = refused.length > maxNamed ? [`and ${formatNumber(refused.length - maxNamed)} more`] : [];
  const named = [...refused.slice(0, maxNamed), ...more].map((one) => `\n  ${one}`).join('');
  throw new Error(
    `These items are newer or different in the table and were skipped; --overwrite replaces them:${named}`,
  );
}
