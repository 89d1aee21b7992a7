/** A table as the commands read it: what is watched, by the agenda, and what is known of each. No scan. */
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import pMap from 'p-map';
import * as z from 'zod/mini';
import { BadInput, parse } from '../../lambda/border.ts';
import type { Loaded } from '../../lambda/store/item.ts';
import { lanes } from '../../lambda/store/lanes.ts';
import { Requests } from '../../lambda/store/requests.ts';
import { Store } from '../../lambda/store/store.ts';
import { agenda, tableKeys } from '../../lambda/store/table.ts';

/** The one table of a monitor, wherever it is. */
export interface Table {
  readonly client: DynamoDBClient;
  readonly name: string;
}

export interface Watching {
  readonly petitions: readonly Loaded[];
  /** Why petitions can not be read that are watched too. */
  readonly unreadable: readonly string[];
}

const nameSchema = z.object({ [tableKeys.partition]: z.object({ S: z.string() }) });

/** All petitions on the agenda, by name. One that can not be read does not keep back the others. */
export async function watching({ client, name: table }: Table): Promise<Watching> {
  const [requests, store] = [new Requests(client, table), new Store(client, table)];
  const keys = await pMap(lanes, (lane) =>
    requests.query({
      IndexName: agenda.name,
      KeyConditionExpression: '#lane = :lane',
      ExpressionAttributeNames: { '#lane': agenda.partition },
      ExpressionAttributeValues: { ':lane': { S: lane } },
    }),
  );
  // One that moves from lane to lane meanwhile is found in both.
  const names = new Set(keys.flat().map((item) => parse(nameSchema, item, 'agenda')[tableKeys.partition].S));
  const unreadable: string[] = [];
  const loaded = await pMap(
    [...names].sort(),
    async (name) => {
      try {
        return await store.load(name);
      } catch (error) {
        if (!(error instanceof BadInput)) throw error;
        unreadable.push(error.message);
        return undefined;
      }
    },
    { concurrency: 16 },
  );
  return { petitions: loaded.filter((one) => one !== undefined), unreadable };
}
