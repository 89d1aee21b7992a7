/**
 * An export: JSON lines. The first line is a header, and each following line is one item in the format of DynamoDB's
 * API. The last line has the number of items: without it, the file was cut off.
 */
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import * as z from 'zod/mini';
import { BadInput, parse, parseJson, type Fault } from '../../src/validation.ts';
import { instant } from '../../src/domain/time.ts';
import { parseAlertItem, alertPrefix } from '../../src/storage/alert-log.ts';
import { digestKey, digestPrefix, digestState } from '../../src/storage/digest-item.ts';
import { healthKey, healthState } from '../../src/storage/health-item.ts';
import { parsePetitionItem, petitionKey } from '../../src/storage/petition-item.ts';
import { schemaVersion, upgradeItem } from '../../src/storage/schema-version.ts';
import { parseCountChunk, countsPrefix } from '../../src/storage/petition-repository.ts';
import { tableKeys, type Item } from '../../src/storage/table-keys.ts';
import { parseTickItem, tickKey } from '../../src/storage/tick-item.ts';
import { linesOf } from '../read-file.ts';

const formatName = 'petition-threshold-monitor/export';

export const exportHeaderSchema = z.object({
  format: z.literal(formatName, { error: `must be "${formatName}": this is not an export` }),
  version: z.literal(1, { error: 'must be 1, the only known version of this format' }),
  schemaVersion: z.int().check(
    z.refine((version) => version <= schemaVersion, {
      error: `must be ${schemaVersion} or less: import this with a newer version of the monitor`,
    }),
  ),
  exportedAt: instant,
  table: z.string(),
});

export type ExportHeader = z.output<typeof exportHeaderSchema>;

export const exportHeader = (table: string, exportedAt: ExportHeader['exportedAt']): ExportHeader => ({
  format: formatName,
  version: 1,
  schemaVersion,
  exportedAt,
  table,
});

const endSchema = z.object({ end: z.literal(true), items: z.int() });
export const endLine = (items: number): string => JSON.stringify({ end: true, items });

const nested = z.lazy((): z.ZodMiniType<AttributeValue> => attribute);
const attribute: z.ZodMiniType<AttributeValue> = z.union(
  [
    z.strictObject({ S: z.string() }),
    z.strictObject({ N: z.string() }),
    z.strictObject({ BOOL: z.boolean() }),
    z.strictObject({ NULL: z.literal(true) }),
    z.strictObject({ SS: z.array(z.string()) }),
    z.strictObject({ NS: z.array(z.string()) }),
    z.strictObject({ L: z.array(nested) }),
    z.strictObject({ M: z.record(z.string(), nested) }),
  ],
  { error: 'must be a DynamoDB value, such as { "S": "text" }' },
);
const text = z.object(
  { S: z.string({ error: 'must be a text' }) },
  { error: 'must be a text, such as { "S": "text" }' },
);
const keySchema = z.object({ [tableKeys.partition]: text, [tableKeys.sort]: text });
const itemSchema = z.record(z.string(), attribute);

/** Partition and sort key. @throws {BadInput} */
export function itemKey(item: Item): { readonly name: string; readonly kind: string } {
  const key = parse(keySchema, item, 'item');
  return { name: key[tableKeys.partition].S, kind: key[tableKeys.sort].S };
}

/** As one text, for sets and messages. */
export const itemId = (item: Item): string => {
  const { name, kind } = itemKey(item);
  return `${name} ${kind}`;
};

const [tickId, healthId] = [itemId(tickKey), itemId(healthKey)];
export const isTickItem = (item: Item): boolean => itemId(item) === tickId;
const isDigest = (item: Item): boolean => {
  const { kind } = itemKey(item);
  return kind.startsWith(digestPrefix) && itemId(item) === itemId(digestKey(kind.slice(digestPrefix.length)));
};
export const isPetitionItem = (item: Item): boolean => itemId(item) === itemId(petitionKey(itemKey(item).name));
export const isCountChunk = (item: Item): boolean => itemKey(item).kind.startsWith(countsPrefix);

/** @throws {BadInput} for a bad item of a known kind, or one that a newer version of the monitor wrote. */
function check(item: Item): void {
  const { name } = itemKey(item);
  if (isTickItem(item)) parseTickItem(item);
  else if (itemId(item) === healthId) healthState.parse(item);
  else if (isDigest(item)) digestState.parse(item);
  else if (isCountChunk(item)) parseCountChunk(name, item);
  else if (itemKey(item).kind.startsWith(alertPrefix)) parseAlertItem(item);
  else if (isPetitionItem(item)) {
    const { petition } = parsePetitionItem(name, item).petition;
    if (petition === name) return;
    throw new BadInput(`stored item of ${name}`, [{ path: 'petition', message: `is that of ${petition}` }]);
  }
  upgradeItem(item, `item ${itemId(item)}`);
}

/** Faults beyond this many are only counted. */
const maxFaults = 10;

/** Reads the whole file and returns its number of items. @throws {BadInput} with the line of each fault. */
export async function checkExport(file: string): Promise<number> {
  const faults: Fault[] = [];
  const lines = new Map<string, number>();
  let [line, items] = [0, 0];
  let end: z.output<typeof endSchema> | undefined;
  for await (const row of linesOf(file)) {
    line += 1;
    try {
      if (line === 1) parseJson(exportHeaderSchema, row, file);
      else if (end !== undefined) throw new BadInput(file, [{ path: '', message: 'comes after the end' }]);
      else if (isEnd(row)) end = parseJson(endSchema, row, file);
      else {
        items += 1;
        const item = itemIn(row, file);
        check(item);
        const id = itemId(item);
        const before = lines.get(id);
        if (before !== undefined) {
          throw new BadInput(file, [{ path: '', message: `is the same item as line ${before}: ${id}` }]);
        }
        lines.set(id, line);
      }
    } catch (error) {
      if (!(error instanceof BadInput)) throw error;
      // A file that is not an export has no other faults worth showing.
      if (line === 1) throw error;
      faults.push({ path: `line ${line}:`, message: error.message.replace(`${file}: `, '') });
    }
  }
  if (end === undefined)
    faults.push({ path: '', message: 'has no last line with the number of items: it was cut off, export it again' });
  else if (end.items !== items)
    faults.push({ path: '', message: `has ${items} items, but its last line says ${end.items}` });
  if (faults.length > maxFaults) {
    const others = { path: '', message: `and ${faults.length - maxFaults} more` };
    throw new BadInput(file, [...faults.slice(0, maxFaults), others]);
  }
  if (faults.length > 0) throw new BadInput(file, faults);
  return items;
}

/** The items of a checked file. */
export async function* exportItems(file: string): AsyncGenerator<Item> {
  let line = 0;
  for await (const row of linesOf(file)) {
    line += 1;
    if (line > 1 && !isEnd(row)) yield itemIn(row, file);
  }
}

const itemIn = (row: string, file: string): Item => parseJson(itemSchema, row, file);
const isEnd = (row: string): boolean => row.startsWith('{"end":');
