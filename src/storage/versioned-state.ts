/** A state that is stored as JSON in an item of its own, guarded by a version: source health and digest lists. */
import * as z from 'zod/mini';
import { parse, parseJson } from '../validation.ts';
import type { DynamoTable } from './dynamo-table.ts';
import { schemaAttribute, upgradeItem } from './schema-version.ts';
import type { Item } from './table-keys.ts';

/**
 * What was loaded, with the version that the next write must find. Version 0 is that of an item that does not exist.
 */
export type Versioned<State> = State & { readonly version: number };

const itemSchema = z.object({ version: z.object({ N: z.string() }), state: z.object({ S: z.string() }) });

export class VersionedState<State extends object> {
  readonly #codec: z.ZodMiniType<State>;
  readonly #what: string;

  /** `what` names the item in errors. */
  constructor(codec: z.ZodMiniType<State>, what: string) {
    this.#codec = codec;
    this.#what = what;
  }

  /** @throws {BadInput} unless this version or an older one wrote the item. */
  parse(item: Item): Versioned<State> {
    const { version, state } = parse(itemSchema, upgradeItem(item, this.#what), this.#what);
    return { ...parseJson(this.#codec, state.S, this.#what), version: Number(version.N) };
  }

  stringify(state: State): string {
    return JSON.stringify(z.encode(this.#codec, state));
  }

  item(key: Item, state: State, version: number): Item {
    return { ...key, ...schemaAttribute, version: { N: String(version) }, state: { S: this.stringify(state) } };
  }

  async load(table: DynamoTable, key: Item): Promise<Versioned<State> | undefined> {
    const item = await table.get(key, true);
    return item && this.parse(item);
  }

  /** Writes the state unless another run has written since it was loaded: then undefined. */
  async save(table: DynamoTable, key: Item, next: State, loadedVersion: number): Promise<Versioned<State> | undefined> {
    const version = loadedVersion + 1;
    return (await table.putVersion(this.item(key, next, version), version)) ? { ...next, version } : undefined;
  }
}
