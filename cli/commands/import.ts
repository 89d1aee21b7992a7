/** `monitor import`: puts an export into a table. */
import { number } from '../../src/format.ts';
import { checkDump } from '../data/export-format.ts';
import { importFrom } from '../data/import.ts';
import { withTable, type Where } from '../open-table.ts';

export interface ImportOptions extends Where {
  readonly overwrite?: boolean;
}

/** Keys that are named; the others are counted. */
const mostNamed = 10;

/** @throws when there were newer items, or others, which were left; after all the rest has been imported. */
export async function importInto(file: string, { overwrite = false, ...where }: ImportOptions): Promise<void> {
  const items = await checkDump(file);
  const { written, same, refused } = await withTable(where, (table) => importFrom(file, table, overwrite), true);
  const left = refused.length === 0 ? '' : `, ${number(refused.length)} left as they are`;
  process.stdout.write(`${number(items)} items: ${number(written)} written, ${number(same)} there already${left}.\n`);
  if (refused.length === 0) return;
  const more = refused.length > mostNamed ? [`and ${number(refused.length - mostNamed)} more`] : [];
  const named = [...refused.slice(0, mostNamed), ...more].map((one) => `\n  ${one}`).join('');
  throw new Error(
    `The table has these newer, or otherwise; --overwrite puts those of the file in their place:${named}`,
  );
}
