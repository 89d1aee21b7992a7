/** What a monitor has stored, taken to another table: the monitor goes on there as if nothing had been. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DeleteItemCommand, DynamoDBClient, paginateScan, PutItemCommand } from '@aws-sdk/client-dynamodb';
import type { ConfigInput } from '../../../src/config/config.ts';
import { petitionKey } from '../../../src/storage/petition-item.ts';
import { schemaVersion } from '../../../src/storage/schema-version.ts';
import { PetitionRepository } from '../../../src/storage/petition-repository.ts';
import type { Item } from '../../../src/storage/table-keys.ts';
import { tickKey } from '../../../src/storage/tick-item.ts';
import { localClient } from '../../../emulator/dynamodb.ts';
import { checkExport, itemId } from '../../../cli/data/export-format.ts';
import { exportLines } from '../../../cli/data/export.ts';
import { importItems, type ImportResult } from '../../../cli/data/import.ts';
import type { TableRef } from '../../../src/storage/batch-requests.ts';
import { startEngine, type Engine } from '../../engine.ts';
import { FollowersRepository } from '../../../src/storage/followers-repository.ts';
import { startMonitor, type Monitor } from '../../test-monitor.ts';
import { startPlatform, type Platform } from '../../test-platform.ts';
import { at } from '../../domain/story.ts';
import { startWire, untouched, type Wire } from '../../wire.ts';

const folder = mkdtempSync(join(tmpdir(), 'export-'));
const exported = at('2016-01-05T00:00:00Z');
const begun = at('2016-01-01T17:00:00Z');
const hours = 40;

let platform: Platform;
let config: ConfigInput;
let engine: Engine;
let wire: Wire;
/** Asks the engine over the wire, and no second time. */
let wired: DynamoDBClient;
/** The lines of an export of a monitor that ran for some days, and the items they hold. */
let lines: string[];

async function linesOf(table: TableRef): Promise<string[]> {
  const all: string[] = [];
  for await (const line of exportLines(table, exported)) all.push(line);
  return all;
}

function fileWith(content: readonly string[]): string {
  const file = join(mkdtempSync(join(folder, 'dump-')), 'dump.jsonl');
  writeFileSync(file, content.map((line) => `${line}\n`).join(''));
  return file;
}

/** The items of a table, by their keys. */
async function itemsOf({ client, name }: TableRef): Promise<Map<string, Item>> {
  const items = new Map<string, Item>();
  for await (const { Items = [] } of paginateScan({ client }, { TableName: name })) {
    for (const item of Items) items.set(itemId(item), item);
  }
  return items;
}

async function imports(into: TableRef, content: readonly string[] = lines, overwrite = false): Promise<ImportResult> {
  const file = fileWith(content);
  await checkExport(file);
  return importItems(file, into, overwrite);
}

const emptyTable = async (): Promise<TableRef> => ({ client: engine.client, name: await engine.table() });
const onTheWire = ({ name }: TableRef): TableRef => ({ client: wired, name });
const tableOf = (monitor: Monitor): TableRef => ({ client: new DynamoDBClient({}), name: monitor.emulator.tableName });
const put = ({ client, name: TableName }: TableRef, Item: Item): Promise<unknown> =>
  client.send(new PutItemCommand({ TableName, Item }));
const hour = (n: number): string => begun.add({ hours: n }).toString();

beforeAll(async () => {
  engine = await startEngine();
  wire = await startWire({ table: engine.url, sns: engine.url, source: engine.url });
  wired = new DynamoDBClient({ ...localClient, endpoint: wire.addresses.table, maxAttempts: 1 });
  platform = await startPlatform();
  const other = 'http://127.0.0.1:9';
  config = {
    watch: [
      { source: 'us-we-the-people', petition: '1', baseUrl: platform.url },
      { source: 'us-we-the-people', petition: '2', baseUrl: platform.url },
      { source: 'us-we-the-people', petition: '3', baseUrl: other },
    ],
    operators: [{ email: 'ops@example.org' }],
    allowPrivateSources: true,
  };
  const monitor = await startMonitor(config);
  for (let n = 0; n < hours; n++) {
    platform.shows('1', { signatureCount: 99_700 + n * 10 });
    platform.shows('2', { signatureCount: 50_000 + n });
    await monitor.tick(hour(n));
  }
  expect(monitor.alerts().map(({ id, alert }) => `${alert} ${id}`)).toContain('threshold-met us-we-the-people/1#2');
  expect(monitor.notices()).toHaveLength(1);
  const { client, name } = tableOf(monitor);
  await new FollowersRepository(client, name).add('us-we-the-people/1', 'main');
  lines = await linesOf({ client, name });
  await monitor.close();
});
beforeEach(() => wire.decide(untouched));
afterAll(async () => {
  wired.destroy();
  await wire.close();
  await engine.close();
  await platform.close();
  rmSync(folder, { recursive: true });
});

test('an export holds every item: petitions, runs of counts, the tick before all, and the health of sources; but not that a stack has topics of followers', () => {
  expect(JSON.parse(lines[0] ?? '')).toEqual({
    format: 'petition-threshold-monitor/export',
    version: 1,
    schemaVersion,
    exportedAt: '2016-01-05T00:00:00Z',
    table: 'petitions',
  });
  const ids = lines
    .slice(1, -1)
    .map((line) => /"pk":\{"S":"(.*?)"\},"sk":\{"S":"([a-z]+)/.exec(line)?.slice(1).join(' '));
  expect(lines[1]).toContain('"sk":{"S":"tick"}');
  expect([...ids].sort()).toEqual([
    'monitor health',
    'monitor tick',
    'monitor watched',
    'us-we-the-people/1 alert',
    'us-we-the-people/1 alert',
    'us-we-the-people/1 counts',
    'us-we-the-people/1 petition',
    'us-we-the-people/2 alert',
    'us-we-the-people/2 counts',
    'us-we-the-people/2 petition',
    'us-we-the-people/3 petition',
  ]);
  expect(lines.at(-1)).toBe('{"end":true,"items":11}');
});

test('after an import the monitor goes on, repeats nothing, and tells what is new', async () => {
  const monitor = await startMonitor(config);
  expect(await imports(tableOf(monitor))).toEqual({ written: 11, same: 0, refused: [] });
  expect((await linesOf(tableOf(monitor))).sort()).toEqual([...lines].sort());
  expect(await monitor.petitionRepository.counts('us-we-the-people/1')).toHaveLength(hours);
  await monitor.tick(hour(hours));
  expect({ alerts: monitor.alerts(), notices: monitor.notices() }).toEqual({ alerts: [], notices: [] });
  platform.shows('2', { signatureCount: 100_000 });
  await monitor.tick(hour(hours + 1));
  expect(monitor.alerts()).toMatchObject([{ id: 'us-we-the-people/2#2', alert: 'threshold-met' }]);
  await monitor.close();
});

test('one that was broken off goes on when it is begun again, and the tick is the last that it writes', async () => {
  const table = await emptyTable();
  wire.decide(({ operation, content }) =>
    operation === 'PutItem' && content.includes('"us-we-the-people/1"') ? { instead: 'reset' } : undefined,
  );
  await expect(imports(onTheWire(table))).rejects.toThrow();
  expect((await itemsOf(table)).has(itemId(tickKey))).toBe(false);
  wire.decide(untouched);
  const { written, same, refused } = await imports(onTheWire(table));
  expect({ all: written + same, refused }).toEqual({ all: 11, refused: [] });
  expect((await itemsOf(table)).size).toBe(11);
  expect(await imports(table)).toEqual({ written: 0, same: 11, refused: [] });
});

test('what the table leaves undone is asked for again', async () => {
  const table = await emptyTable();
  const undone = new Map([
    ['BatchGetItem', 2],
    ['BatchWriteItem', 2],
  ]);
  wire.decide(({ operation, content }) => {
    const left = undone.get(operation) ?? 0;
    if (left === 0) return undefined;
    undone.set(operation, left - 1);
    const { RequestItems }: { RequestItems: unknown } = JSON.parse(content);
    const body =
      operation === 'BatchGetItem'
        ? { Responses: {}, UnprocessedKeys: RequestItems }
        : { UnprocessedItems: RequestItems };
    return {
      instead: { status: 200, headers: { 'content-type': 'application/x-amz-json-1.0' }, body: JSON.stringify(body) },
    };
  });
  expect(await imports(onTheWire(table))).toEqual({ written: 11, same: 0, refused: [] });
  expect([...undone.values()]).toEqual([0, 0]);
  expect((await itemsOf(table)).size).toBe(11);
});

test.each([
  ['before', 'Scan'],
  ['after', 'Scan'],
  ['after', 'Query'],
] as const)('counts that are put aside %s a %s of the export are in it, once', async (when, kind) => {
  const table = await emptyTable();
  await imports(table);
  const store = new PetitionRepository(engine.client, table.name);
  const expected = await store.counts('us-we-the-people/1');
  const putAside = async (): Promise<void> => {
    const loaded = await store.load('us-we-the-people/1');
    if (loaded === undefined) throw new Error('it is not there');
    const { petition, version } = loaded;
    const more = Array.from({ length: 30 }, (_, n) => ({ at: at(hour(hours + n)), signatures: 101_000 + n }));
    await store.save({ ...loaded, petition: { ...petition, counts: [...petition.counts, ...more] } }, version);
  };
  wire.decide(({ operation }) => (operation === kind ? { [when]: putAside } : undefined));
  const taken = await linesOf(onTheWire(table));
  const copy = await emptyTable();
  await imports(copy, taken);
  const counts = await new PetitionRepository(engine.client, copy.name).counts('us-we-the-people/1');
  expect(expected).toHaveLength(hours);
  expect(counts.slice(0, hours)).toEqual(expected);
});

describe('what the table has', () => {
  const key = petitionKey('us-we-the-people/1');
  const versioned = (item: Item | undefined, change: number): Item => ({
    ...item,
    version: { N: String(Number(item?.version?.N) + change) },
  });

  test('and is newer stays, unless it is to be written over; what is older gives way', async () => {
    const table = await emptyTable();
    await imports(table);
    const before = await itemsOf(table);
    const stored = before.get(itemId(key));
    await put(table, versioned(stored, 1));
    await put(table, { ...before.get(itemId(tickKey)), at: { S: '2016-02-01T00:00:00.000Z' } });
    expect(await imports(table)).toEqual({ written: 0, same: 9, refused: [itemId(key), itemId(tickKey)] });
    expect((await itemsOf(table)).get(itemId(key))).toEqual(versioned(stored, 1));
    expect(await imports(table, lines, true)).toMatchObject({ refused: [] });
    expect(await itemsOf(table)).toEqual(before);
    await put(table, versioned(stored, -1));
    expect(await imports(table)).toEqual({ written: 1, same: 10, refused: [] });
    expect(await itemsOf(table)).toEqual(before);
  });

  test('under the same key, of what never changes, stays if it is another', async () => {
    const table = await emptyTable();
    await imports(table);
    const before = await itemsOf(table);
    const run = [...before].find(([id]) => id.includes(' counts#'))?.[1];
    const other = { ...run, counts: { S: 'null' } };
    await put(table, other);
    const entry = { pk: { S: 'us-we-the-people/1' }, sk: { S: 'note#1' }, note: { S: 'one' } };
    await put(table, { ...entry, note: { S: 'another' } });
    const withEntry = [...lines.slice(0, -1), JSON.stringify(entry), '{"end":true,"items":12}'];
    const { refused } = await imports(table, withEntry);
    expect([...refused].sort()).toEqual(['us-we-the-people/1 note#1', itemId(other)].sort());
    expect(await imports(table, withEntry, true)).toMatchObject({ refused: [] });
    expect(await itemsOf(table)).toEqual(new Map([...before, [itemId(entry), entry]]));
  });

  test('but not any more, is put back', async () => {
    const table = await emptyTable();
    await imports(table);
    await table.client.send(new DeleteItemCommand({ TableName: table.name, Key: key }));
    expect(await imports(table)).toEqual({ written: 1, same: 10, refused: [] });
  });
});

describe('nothing is imported of a file that is no whole, good export', () => {
  const change = (pattern: RegExp | string, to: string): string[] => lines.map((line) => line.replace(pattern, to));
  const newer = String(schemaVersion + 1);
  const itemOf = (pk: string, sk: string, state: string): string =>
    JSON.stringify({ pk: { S: pk }, sk: { S: sk }, version: { N: '1' }, state: { S: state } });
  test.each<[string, () => string[], RegExp]>([
    [
      'another file',
      () => ['{"watch":[]}'],
      /format must be "petition-threshold-monitor\/export": this is not an export/,
    ],
    ['one that was cut off', () => lines.slice(0, -1), /has no last line .*: it was cut off, export it again$/],
    ['one that lacks a line', () => lines.filter((_, n) => n !== 2), /has 10 items, but its last line says 11/],
    ['a line twice', () => [...lines.slice(0, 3), ...lines.slice(2)], /line 4: is the same item as line 3: /],
    ['a line that is no item', () => [...lines.slice(0, 2), '[]', ...lines.slice(2)], /line 3: /],
    [
      'a value of no kind',
      () => change('"version":{"N"', '"version":{"X"'),
      /line \d: version must be a DynamoDB value/,
    ],
    [
      'a later version of the format',
      () => change('"version":1', '"version":2'),
      /version must be 1, the only known version/,
    ],
    [
      'what a newer monitor exported',
      () => change(/"schemaVersion":\d+/, `"schemaVersion":${newer}`),
      /schemaVersion must be \d or less: import this with a newer version of the monitor/,
    ],
    [
      'what a newer monitor wrote',
      () => change(/"schema":\{"N":"\d+"\}/, `"schema":{"N":"${newer}"}`),
      /line 2: .*schema is \d, of a newer version of the monitor/,
    ],
    [
      'a damaged petition',
      () => change('\\"alerts\\":', '\\"alarms\\":'),
      /stored item of us-we-the-people\/\d, petition: a/,
    ],
    [
      'a petition under another name',
      () => change('"S":"us-we-the-people/1"', '"S":"uk/1"'),
      /petition is that of us-/,
    ],
    [
      'a damaged run',
      () => change('{"S":"{\\"from\\"', '{"S":"{\\"form\\"'),
      /stored counts of us-we-the-people\/\d: from /,
    ],
    ['a damaged alert', () => change('\\"alert\\":\\"threshold-met', '\\"alert\\":\\"met'), /logged alert: alert /],
    ['a damaged tick', () => change('"watching":', '"watch":'), /line 2: stored tick: watching/],
    [
      'a damaged digest',
      () => [...lines.slice(0, 2), itemOf('digest', 'list#newsdesk', '{"until":"soon"}'), ...lines.slice(2)],
      /line 3: stored digest: until must be an ISO 8601 instant/,
    ],
    ['a damaged health', () => change('"state":', '"stat":'), /stored health: state/],
  ])('%s', async (_, content, message) => {
    await expect(checkExport(fileWith(content()))).rejects.toThrow(message);
  });

  test('what is good is counted', async () => {
    expect(await checkExport(fileWith(lines))).toBe(11);
  });
});

test('a table that a newer version of the monitor writes is not exported', async () => {
  const table = await emptyTable();
  await put(table, { ...petitionKey('test/1'), schema: { N: String(schemaVersion + 1) } });
  await expect(linesOf(table)).rejects.toThrow(/item test\/1 petition: schema is \d, of a newer version/);
});
