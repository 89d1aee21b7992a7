/** One petition that fails, and the others, through the real handler. */
import type { ServerResponse } from 'node:http';
import { DynamoDBClient, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { weThePeople } from '../../src/sources/platforms/us-we-the-people.ts';
import type { ReadRequest, ReadResult } from '../../src/sources/source.ts';
import { petitionKey } from '../../src/storage/petition-item.ts';
import { at } from '../domain/story.ts';
import { setUp } from './poll-function.ts';

const here = setUp();

describe('one bad petition never stops the rest, and never hides', () => {
  const faults: [string, (response: ServerResponse) => void, RegExp][] = [
    ['HTML', (response) => response.end('<html>'), /is not JSON/],
    ['JSON that is cut off', (response) => response.end('{"metadata":'), /is not JSON/],
    [
      'a count as text',
      (response) =>
        response.end(
          JSON.stringify({
            metadata: {},
            results: [{ id: '1', title: 'T', signatureCount: '7', created: 1, status: 'open' }],
          }),
        ),
      /signatureCount must be a whole number/,
    ],
    ['500', (response) => response.writeHead(500).end(), /answered 500/],
    ['a reset', (response) => response.destroy(), /socket hang up/],
  ];

  test.each(faults)(
    '%s: no reading, an error in the log, the others are read, nothing stored is lost',
    async (_, answer, reason) => {
      here.platform.shows('2', { signatureCount: 7 });
      await here.start('1', '2');
      await here.monitor.tick('2016-01-01T17:00:00Z');
      const known = await here.monitor.petitionRepository.load('us-we-the-people/1');
      here.platform.answers('1', answer);
      here.platform.shows('2', { signatureCount: 8 });
      expect(await here.monitor.tick('2016-01-01T19:00:00Z')).toMatchObject({ polls: 2, readings: 1, sourceErrors: 1 });
      expect(here.monitor.log).toContainEqual({
        level: 'warn',
        message: 'no reading',
        fields: { petition: 'us-we-the-people/1', reason: expect.stringMatching(reason), failures: 1 },
      });
      expect(here.monitor.counted.at(-1)).toMatchObject({ Looks: 2, Readings: 1, SourceErrors: 1 });
      expect((await here.monitor.petitionRepository.load('us-we-the-people/1'))?.petition).toEqual(known?.petition);
      expect((await here.monitor.petitionRepository.load('us-we-the-people/2'))?.petition.last?.signatures).toBe(8);
      here.platform.answers('1');
      await here.monitor.tick('2016-01-01T21:00:00Z');
      expect(await here.monitor.petitionRepository.load('us-we-the-people/1')).toMatchObject({ failures: 0 });
    },
  );

  test('a source that fails is asked less and less often, and after `Retry-After` at the soonest', async () => {
    await here.start('1');
    await here.monitor.tick('2016-01-01T17:00:00Z');
    here.platform.answers('1', (response) => response.writeHead(503).end());
    here.requests();
    const looks: number[] = [];
    // The first waits are minutes, and those after them more than a quarter of an hour.
    for (let minute = 60; minute < 60 + 240; minute += minute < 100 ? 1 : 5) {
      await here.monitor.tick(String(at('2016-01-01T17:00:00Z').add({ minutes: minute })));
      if (here.requests().length > 0) looks.push(minute);
    }
    const waits = looks.slice(1).map((minute, i) => minute - (looks[i] ?? 0));
    expect(waits.length).toBeGreaterThan(5);
    expect(waits.length).toBeLessThan(10);
    const doubling = waits.slice(0, 5);
    expect(doubling).toEqual([...doubling].sort((a, b) => a - b));
    expect(Math.max(...waits)).toBeGreaterThan(40);
    here.platform.answers('1', (response) => response.writeHead(429, { 'retry-after': '7200' }).end());
    await here.monitor.tick('2016-01-02T17:00:00Z');
    here.requests();
    await here.monitor.tick('2016-01-02T18:59:00Z');
    expect(here.requests()).toEqual([]);
    await here.monitor.tick('2016-01-02T19:00:00Z');
    expect(here.requests()).toEqual(['1']);
  });

  test('one that does not exist is said to be missing, and looked for every hour', async () => {
    await here.start('404');
    expect(await here.monitor.tick('2016-01-01T17:00:00Z')).toMatchObject({ polls: 1, readings: 0, sourceErrors: 0 });
    expect(here.monitor.log).toContainEqual({
      level: 'warn',
      message: 'petition not found',
      fields: { petition: 'us-we-the-people/404' },
    });
    here.requests();
    for (let minute = 10; minute <= 120; minute += 10)
      await here.monitor.tick(String(at('2016-01-01T17:00:00Z').add({ minutes: minute })));
    expect(here.requests()).toHaveLength(2);
    expect(here.told()).toEqual([]);
  });

  test('a stored item that is damaged fails the run after the others were read, and does not hold up the next', async () => {
    here.platform.shows('2', { signatureCount: 7 });
    await here.start('1', '2');
    await here.monitor.tick('2016-01-01T17:00:00Z');
    const client = new DynamoDBClient({});
    await client.send(
      new UpdateItemCommand({
        TableName: here.monitor.emulator.tableName,
        Key: petitionKey('us-we-the-people/1'),
        UpdateExpression: 'SET petition = :damaged',
        ExpressionAttributeValues: { ':damaged': { S: '{"petition":1}' } },
      }),
    );
    client.destroy();
    here.requests();
    await expect(here.monitor.tick('2016-01-01T19:00:00Z')).rejects.toThrow(
      '1 of 2 petitions failed; the log has each',
    );
    expect(here.requests()).toEqual(['2']);
    expect(here.monitor.counted.at(-1)).toMatchObject({ Looks: 1, Readings: 1, Failures: 1 });
    expect(here.monitor.log.at(-1)).toMatchObject({
      level: 'error',
      message: 'petition failed',
      fields: {
        petition: 'us-we-the-people/1',
        reason: expect.stringMatching(/^stored item of us-we-the-people\/1, petition: /),
      },
    });
    expect((await here.monitor.dueIndex.lastTick())?.at).toEqual(at('2016-01-01T19:00:00Z'));
  });
});

// What a reader, a parser or a codec does with an answer is not known for every answer: a RangeError of Temporal, a stack
// overflow, a promise that Node never settles (a response 101).
describe('whatever a reader does, it holds and fails no more than its own petition', () => {
  const { read } = weThePeople;
  const readerOf1 = (odd: (request: ReadRequest) => ReturnType<typeof read>): void => {
    jest
      .spyOn(weThePeople, 'read')
      .mockImplementation((request) => (request.id === '1' ? odd(request) : read(request)));
  };
  afterEach(() => void jest.restoreAllMocks());

  const throwing = (thrown: unknown) => (): never => {
    throw thrown;
  };
  const kinds: [string, (request: ReadRequest) => ReturnType<typeof read>][] = [
    ['an Error', throwing(new Error('x'))],
    ['a RangeError', throwing(new RangeError('Out-of-bounds date'))],
    ['a text', throwing('x')],
    ['nothing', throwing(undefined)],
    ['what cannot be made a text', throwing(Object.create(null))],
    ['a TypeError, later', (request) => read(request).then(throwing(new TypeError('x')))],
  ];

  const changed =
    (change: (result: ReadResult) => ReadResult) =>
    async (request: ReadRequest): Promise<ReadResult> =>
      change(await read(request));
  const withState = (state: unknown) => changed((result) => ({ ...result, state }));
  const withCount = (signatures: number) =>
    changed(({ observation }) => ({ observation: { ...observation, kind: 'reading', signatures } }));
  const cycle: Record<string, unknown> = {};
  cycle.self = cycle;
  const trapped = new Proxy({}, { ownKeys: throwing(new Error('x')), get: throwing(new Error('x')) });
  const nested: unknown = JSON.parse('['.repeat(201) + ']'.repeat(201));

  const unstorable: [string, (request: ReadRequest) => Promise<ReadResult>][] = [
    ['NaN as the count', withCount(NaN)],
    ['a count without end', withCount(Infinity)],
    ['half a signature', withCount(7.5)],
    ['a BigInt in its state', withState({ seen: 7n })],
    ['a cycle in its state', withState(cycle)],
    ['a function as its state', withState(throwing)],
    ['a symbol as its state', withState(Symbol('state'))],
    ['a state with traps', withState(trapped)],
    ['a state whose toJSON throws', withState({ toJSON: throwing(new Error('x')) })],
    ['a state that could not be read again', withState(nested)],
    ['a state of 300 kB', withState('x'.repeat(300_000))],
    [
      'a title of 300 kB',
      changed((result) => ({ ...result, observation: { ...result.observation, title: 'x'.repeat(300_000) } })),
    ],
    ['a reading with traps', changed((result) => new Proxy(result, { get: throwing(new Error('x')) }))],
  ];

  test('what a reader gives and nobody can store is no reading, backed off, and the others are read', async () => {
    const givenBy = new Map(unstorable.map(([name, odd], index) => [String(index + 10), { name, odd }] as const));
    jest.spyOn(weThePeople, 'read').mockImplementation((request) => (givenBy.get(request.id)?.odd ?? read)(request));
    for (const id of ['1', ...givenBy.keys()]) here.platform.shows(id, { signatureCount: 7 });
    await here.start('1', ...givenBy.keys());
    const polls = givenBy.size + 1;
    expect(await here.monitor.tick('2016-01-01T17:00:00Z')).toMatchObject({ polls, readings: 1, failures: 0 });
    const given: (string | undefined)[] = [];
    for (const [id, { name }] of givenBy) {
      const stored = await here.monitor.petitionRepository.load(`us-we-the-people/${id}`);
      given.push(stored?.failures === 1 && stored.petition.last === undefined ? undefined : name);
    }
    expect(given.filter((name) => name !== undefined)).toEqual([]);
    expect(await here.monitor.tick('2016-01-01T17:00:30Z')).toMatchObject({ sourceErrors: 0, failures: 0 });
  });

  test.each(kinds)('one that throws %s: no reading, backed off, and the operators are notified', async (_, odd) => {
    readerOf1(odd);
    here.platform.shows('2', { signatureCount: 7 });
    await here.start('1', '2');
    expect(await here.monitor.tick('2016-01-01T17:00:00Z')).toMatchObject({
      polls: 2,
      readings: 1,
      sourceErrors: 1,
      failures: 0,
    });
    expect(here.monitor.log).toContainEqual(
      expect.objectContaining({ level: 'error', message: 'reader failed', fields: expect.anything() }),
    );
    expect(await here.monitor.petitionRepository.load('us-we-the-people/1')).toMatchObject({ failures: 1 });
    here.requests();
    expect(await here.monitor.tick('2016-01-01T17:00:30Z')).toMatchObject({ sourceErrors: 0 });
  });

  test('a host of which nothing can be read for half an hour is failing, whatever is thrown', async () => {
    readerOf1(throwing(undefined));
    await here.start('1');
    for (let minute = 0; minute <= 60; minute += 10) {
      await here.monitor.tick(String(at('2016-01-01T17:00:00Z').add({ minutes: minute })));
    }
    expect(here.monitor.notices().map(({ notice }) => notice)).toEqual(['source-failing']);
  });

  test('one that never settles is given up in time, and what it finds later is thrown away', async () => {
    let settle: (() => void) | undefined;
    readerOf1((request) => new Promise<void>((resolve) => (settle = resolve)).then(() => read(request)));
    here.platform.shows('2', { signatureCount: 7 });
    await here.start('1', '2');
    const summary = await here.monitor.tick('2016-01-01T17:00:00Z');
    expect(summary).toMatchObject({ polls: 2, readings: 1, sourceErrors: 1, failures: 0 });
    settle?.();
    expect(await here.monitor.petitionRepository.load('us-we-the-people/1')).toMatchObject({ failures: 1 });
    expect(here.monitor.log).toContainEqual(
      expect.objectContaining({
        message: 'no reading',
        fields: expect.objectContaining({ reason: expect.stringMatching(/gave no result within 12 s$/) }),
      }),
    );
  });
});
