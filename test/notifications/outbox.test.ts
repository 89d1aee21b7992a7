/** In which order an outbox is published, and what stays in it. */
import { Temporal } from 'temporal-polyfill';
import { factOf } from '../../src/domain/flapping.ts';
import { NotYet } from '../../src/notifications/pace.ts';
import { publishAll } from '../../src/notifications/outbox.ts';
import { sample } from './samples.ts';

const silent = { info: () => undefined, warn: () => undefined, error: () => undefined, count: () => undefined };
const now = Temporal.Instant.from('2026-12-01T12:00:00Z');
const deps = { now: () => now, ends: now.add({ seconds: 50 }), latestTurn: () => now, telemetry: silent };

const met = { ...sample('threshold-met'), id: 'a/1#1' };
const retracted = { ...sample('threshold-retracted'), threshold: met.threshold, id: 'a/1#2' };
const again = { ...met, id: 'a/1#3' };
const other = { ...sample('deadline-changed'), id: 'a/1#4' };
const outbox = [met, retracted, again, other];

async function published(refuse: (id: string) => Error | undefined): Promise<{ told: string[]; left: string[] }> {
  const told: string[] = [];
  const { refused, waiting } = await publishAll(
    outbox,
    ({ id }) => {
      const error = refuse(id);
      if (error !== undefined) return Promise.reject(error);
      told.push(id);
      return Promise.resolve();
    },
    deps,
    factOf,
  );
  return { told, left: [...refused, ...waiting].map(({ id }) => id) };
}

test('what SNS does not accept is not overtaken by what followed about the same, and stops nothing else', async () => {
  const down = (id: string): Error | undefined => (id === retracted.id ? new Error('try again') : undefined);
  expect(await published(down)).toEqual({ told: [met.id, other.id], left: [retracted.id, again.id] });
});

test('what SNS refuses for its content, and would refuse for ever, is overtaken', async () => {
  const refused = Object.assign(new Error('no such subject'), { name: 'InvalidParameterException' });
  const poison = (id: string): Error | undefined => (id === retracted.id ? refused : undefined);
  expect(await published(poison)).toEqual({ told: [met.id, again.id, other.id], left: [retracted.id] });
});

test('a message whose turn is later, and all after it, stay in their order', async () => {
  const soon = (id: string): Error | undefined => (id === retracted.id ? new NotYet() : undefined);
  expect(await published(soon)).toEqual({ told: [met.id], left: [retracted.id, again.id, other.id] });
});
