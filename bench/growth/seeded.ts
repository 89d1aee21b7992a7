/** Petitions as the table holds them once they were all seen: written past the function, which would take an hour. */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { Temporal } from 'temporal-polyfill';
import { nextLook } from '../../src/domain/cadence.ts';
import { observe } from '../../src/domain/evaluate.ts';
import { unseen } from '../../src/domain/petition.ts';
import { checkConfig } from '../../src/config/read-config.ts';
import { watchingOf } from '../../src/config/watch-list.ts';
import { Agenda } from '../../src/storage/due-index.ts';
import { writeBatches } from '../../src/storage/batch-requests.ts';
import { toItem } from '../../src/storage/petition-item.ts';
import { placeOf } from '../../src/storage/due-buckets.ts';
import { localClient } from '../../emulator/dynamodb.ts';
import type { World } from '../world.ts';

/** All petitions of the world as of a look at `now` that read the count which its platform shows. */
export async function seed({ cloud, config }: World, now: number): Promise<void> {
  const at = Temporal.Instant.fromEpochMilliseconds(now);
  const client = new DynamoDBClient({ ...localClient, endpoint: cloud.engine });
  const { named, fingerprint } = watchingOf(checkConfig(config, 'bench'));
  const reading = {
    kind: 'reading' as const,
    signatures: 3_000,
    title: 'Give every petition of this bench the same count',
    opened: Temporal.Instant.from('2025-12-20T09:00:00Z'),
    deadline: Temporal.Instant.from('2026-06-20T22:59:59.999Z'),
    signing: { open: true as const },
    stamps: { response: null, debate: null },
    answer: null,
  };
  const items = named.map(({ petition: name, terms }) => {
    const { petition } = observe(unseen(name), { ...reading, url: `https://example.org/${name}` }, at, terms);
    const place = placeOf(name, nextLook(petition, at, terms));
    const memory = { etag: '"3000"', wholeAt: at.toString() };
    return toItem({ petition, memory, failures: 0, outbox: [], held: undefined, place }, 2);
  });
  await writeBatches({ client, name: cloud.table }, items);
  await new Agenda(client, cloud.table).finishTick({ at, watching: fingerprint, left: new Map(), spare: new Map() });
  client.destroy();
}
