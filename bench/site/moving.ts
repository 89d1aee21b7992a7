/** Petitions in the table, whose counts go on as drawn: written past the functions, as if each had been looked at. */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { Temporal } from 'temporal-polyfill';
import { createWatchList } from '../../src/config/watch-list.ts';
import type { Alert } from '../../src/domain/alerts.ts';
import { evaluate } from '../../src/domain/evaluate.ts';
import { AlertLog } from '../../src/storage/alert-log.ts';
import { parsePetitionItem, petitionItem, type LoadedPetition } from '../../src/storage/petition-item.ts';
import { tableKeys, type Item } from '../../src/storage/table-keys.ts';
import { clientOfAnother } from '../../emulator/dynamodb.ts';
import { counter, type Drawn } from '../cost/population.ts';
import { alwaysOf, put, seed, type Seeding } from '../cost/seeded.ts';
import { stampsOf } from '../cost/shown.ts';

const minute = 60_000;

export class Moving {
  readonly #client: DynamoDBClient;
  readonly #seeding: Seeding;
  readonly #counters: ReadonlyMap<string, (minutes: number) => number>;
  readonly #drawn: ReadonlyMap<string, Drawn>;
  #items: Map<string, LoadedPetition>;

  private constructor(seeding: Seeding, items: readonly Item[]) {
    this.#seeding = seeding;
    this.#client = new DynamoDBClient(clientOfAnother(seeding.engine));
    this.#drawn = new Map(seeding.population.map((one) => [one.id, one]));
    this.#counters = new Map(seeding.population.map((one) => [one.id, counter(one)]));
    this.#items = new Map(
      items.map((item) => {
        const name = item[tableKeys.partition]?.S ?? '';
        return [name, parsePetitionItem(name, item)];
      }),
    );
  }

  static async seeded(seeding: Seeding): Promise<Moving> {
    return new Moving(seeding, await seed(seeding));
  }

  /** Looks at each of them at that time (milliseconds since 1970). @returns how many counts had changed. */
  async later(now: number): Promise<number> {
    const { config, start, table } = this.#seeding;
    const at = Temporal.Instant.fromEpochMilliseconds(now);
    const changed: Item[] = [];
    for (const watched of createWatchList(config).named) {
      const [drawn, count, before] = [
        this.#drawn.get(watched.id),
        this.#counters.get(watched.id),
        this.#items.get(watched.petition),
      ];
      if (drawn === undefined || count === undefined || before === undefined) continue;
      const signatures = count((now - start) / minute);
      if (signatures === before.petition.last?.signatures) continue;
      const facts = { ...alwaysOf(watched, drawn, start), signatures, stamps: stampsOf(drawn, start, signatures, at) };
      const { petition } = evaluate(before.petition, facts, at, watched.settings);
      // The older counts are put beside it, as the store does; here they are left out.
      const next = {
        ...before,
        petition: { ...petition, counts: petition.counts.slice(-30) },
        version: before.version + 1,
      };
      this.#items.set(watched.petition, next);
      changed.push(petitionItem(next, next.version));
    }
    await put(this.#client, table, changed);
    return changed.length;
  }

  /** The first of them passes its threshold: written as the poll function does, with its alert in the log. */
  async alerted(now: number): Promise<void> {
    const { config, start, table } = this.#seeding;
    const at = Temporal.Instant.fromEpochMilliseconds(now);
    const [watched] = createWatchList(config).named;
    const before = watched && this.#items.get(watched.petition);
    const drawn = watched && this.#drawn.get(watched.id);
    if (watched === undefined || before === undefined || drawn === undefined) throw new Error('a petition is needed');
    let { petition } = before;
    let alerts: readonly Alert[] = [];
    // In steps, each of which is believed at once.
    for (let step = 0; step < 8 && alerts.length === 0; step++) {
      const signatures = 5 * Math.max(100, petition.last?.signatures ?? 0);
      const later = at.add({ seconds: step });
      const facts = {
        ...alwaysOf(watched, drawn, start),
        signatures,
        stamps: stampsOf(drawn, start, signatures, later),
      };
      ({ petition, alerts } = evaluate(petition, facts, later, watched.settings));
    }
    if (alerts.length === 0) throw new Error('an alert was expected');
    const next = { ...before, petition, version: before.version + 1 };
    this.#items.set(watched.petition, next);
    await put(this.#client, table, [petitionItem(next, next.version)]);
    await new AlertLog(this.#client, table).record(alerts);
  }

  close(): void {
    this.#client.destroy();
  }
}
