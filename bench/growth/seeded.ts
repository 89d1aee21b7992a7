/** Petitions as the table holds them once they were all seen: written past the function, which would take an hour. */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { Temporal } from 'temporal-polyfill';
import { nextPoll } from '../../src/domain/cadence.ts';
import { evaluate } from '../../src/domain/evaluate.ts';
import { newPetition } from '../../src/domain/petition.ts';
import { checkConfig } from '../../src/config/read-config.ts';
import { createWatchList } from '../../src/config/watch-list.ts';
import { DueIndex } from '../../src/storage/due-index.ts';
import { writeBatches } from '../../src/storage/batch-requests.ts';
import { petitionItem } from '../../src/storage/petition-item.ts';
import { toDueKey } from '../../src/storage/due-buckets.ts';
import { clientOfAnother } from '../../emulator/dynamodb.ts';
import type { World } from '../world.ts';

/** All petitions of the world as of a look at `now` that read the count which its platform shows. */
export async function seed({ cloud, config }: World, now: number): Promise<void> {
  const at = Temporal.Instant.fromEpochMilliseconds(now);
  const client = new DynamoDBClient(clientOfAnother(cloud.engine));
  const { named, fingerprint } = createWatchList(checkConfig(config, 'bench'));
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
  const items = named.map(({ petition: name, settings }) => {
    const { petition } = evaluate(newPetition(name), { ...reading, url: `https://example.org/${name}` }, at, settings);
    const place = toDueKey(name, nextPoll(petition, at, settings));
    const memory = { etag: '"3000"', wholeAt: at.toString() };
    return petitionItem(
      { petition, sourceState: memory, failures: 0, outbox: [], lockedUntil: undefined, dueKey: place },
      2,
    );
  });
  await writeBatches({ client, name: cloud.table }, items);
  await new DueIndex(client, cloud.table).finishTick(
    {
      at,
      watchFingerprint: fingerprint,
      backlog: new Map(),
      remainingBudgets: new Map(),
    },
    undefined,
  );
  client.destroy();
}
