/** What the site is made from: all that is watched, as the table has it. */
import { BadInput } from '../../src/validation.ts';
import { unseen } from '../../src/domain/petition.ts';
import type { Instant } from '../../src/domain/time.ts';
import type { Known, RulesOf } from '../../src/status/petition-status.ts';
import type { Agenda } from '../../src/storage/due-index.ts';
import type { Table } from '../../src/storage/batch-requests.ts';
import { loadMany } from '../../src/storage/load-petitions.ts';

export interface Gathering {
  /** Petitions that are watched, whether they are on the agenda yet or not. */
  readonly named: readonly string[];
  readonly rulesOf: RulesOf;
  readonly agenda: Agenda;
  readonly table: Table;
}

export interface Gathered {
  readonly petitions: readonly Known[];
  /** Of petitions that are watched, and whose item can not be read: the name and the reason. */
  readonly unreadable: ReadonlyMap<string, string>;
  readonly lastTick: Instant | undefined;
}

/** @throws when the agenda or the table can not be asked: then it is not known what is watched. */
export async function gather({ named, agenda, table }: Gathering): Promise<Gathered> {
  const [tick, { lanes, unread }] = await Promise.all([agenda.lastTick(), agenda.all()]);
  if (unread.length > 0) throw new Error(`the agenda could not be read: ${unread.join('; ')}`);
  const names = new Set([...named, ...[...lanes.keys()].sort()]);
  const loaded = await loadMany(table, [...names]);
  const unreadable = new Map<string, string>();
  const petitions = [...names].flatMap((name): Known[] => {
    const one = loaded.get(name);
    if (!(one instanceof BadInput)) return [one ?? { petition: unseen(name), failures: 0, outbox: [] }];
    unreadable.set(name, one.message);
    return [];
  });
  return { petitions, unreadable, lastTick: tick?.at };
}
