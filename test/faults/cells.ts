/** What a cell of the matrix counts, and how what it finds is judged against the run without faults. */
import type { Alert } from '../../src/domain/alerts.ts';
import type { Instant } from '../../src/domain/time.ts';
import { requestTimeouts } from '../../src/runtime/runtime.ts';
import type { Scenario } from './scenarios.ts';
import { untouched, type Call, type Fate, type Fates } from '../wire.ts';
import { beginningOf, openWorld, type Beginning, type Process, type Publication, type World } from './world.ts';

export interface Tally {
  readonly cells: number;
  readonly committed: number;
  /** Different alerts that SNS accepted, on each topic. */
  readonly published: number;
  /** Publications of an alert beyond its first. */
  readonly repeated: number;
  /** Committed and never published; or due, and never committed. */
  readonly lost: number;
  /** Published before it was committed, or not what is due, or not the same in every copy; or made beyond what is due. */
  readonly false: number;
  /** Both met and missed, for one occurrence. */
  readonly contradictory: number;
}

export const noTally: Tally = {
  cells: 0,
  committed: 0,
  published: 0,
  repeated: 0,
  lost: 0,
  false: 0,
  contradictory: 0,
};

export const sum = (a: Tally, b: Tally): Tally => ({
  cells: a.cells + b.cells,
  committed: a.committed + b.committed,
  published: a.published + b.published,
  repeated: a.repeated + b.repeated,
  lost: a.lost + b.lost,
  false: a.false + b.false,
  contradictory: a.contradictory + b.contradictory,
});

/** Scenarios that are ready to happen, and what happens in them without a fault. */
export interface Prepared {
  readonly scenario: Scenario;
  readonly beginning: Beginning;
  /** The calls of the run that reads the transition. */
  readonly calls: readonly Call[];
  readonly alertsBefore: ReadonlyMap<string, number>;
}

/** @throws when the run without faults does not say what the scenario says. */
export async function prepare(
  scenario: Scenario,
  now: Instant,
  gap: number,
  ids?: readonly string[],
): Promise<Prepared> {
  const beginning = await beginningOf(scenario, now, gap, ids);
  const world = await openWorld(beginning);
  try {
    const before = await world.petitions();
    const alertsBefore = new Map(before.map(({ petition }) => [petition.petition, petition.alerts]));
    const tick = world.process('over the wire');
    await tick(now);
    const calls = [...world.wire.calls];
    const prepared = { scenario, beginning, calls, alertsBefore };
    await recover(world, [tick], now);
    const { committed, lost, false: untrue, repeated } = await judge(world, prepared);
    if (committed === 0 || lost + untrue + repeated > 0) throw new Error(`${scenario.name} does not go as it says`);
    return prepared;
  } finally {
    await world.close();
  }
}

const key = ({ petition, alert, threshold, occurrence }: Alert): string =>
  [petition, alert, threshold, occurrence].join(' ');

/** The topics on which each alert is due. */
const topicsOf = ({ isFollowed }: Scenario): readonly Publication['topic'][] =>
  isFollowed ? ['alerts', 'followers'] : ['alerts'];

const copyKey = ({ topic, alert }: Publication): string => `${topic} ${alert.id}`;

/** Once the scenario has been read and every outbox is empty. */
export async function judge(world: World, { alertsBefore }: Prepared): Promise<Tally> {
  const { scenario, published, ids } = world;
  const petitions = await world.petitions();
  const committed = petitions.flatMap(({ petition: { petition, alerts } }) => {
    const before = alertsBefore.get(petition) ?? 0;
    return Array.from({ length: alerts - before }, (_, i) => `${petition}#${before + i + 1}`);
  });
  const first = new Map<string, Publication>();
  for (const one of published) if (!first.has(copyKey(one))) first.set(copyKey(one), one);

  const due = ids.flatMap((id) => scenario.alerts.map((alert) => `${scenario.source}/${id} ${alert} 1`));
  const told = [...first.values()].map(({ alert }) => key(alert));
  const isSound = (one: Publication): boolean =>
    committed.includes(one.alert.id) &&
    due.includes(key(one.alert)) &&
    JSON.stringify(one) === JSON.stringify(first.get(copyKey(one)));
  const dueCopies = committed.flatMap((id) => topicsOf(scenario).map((topic) => `${topic} ${id}`));
  const occurrences = new Set(told);
  return {
    cells: 1,
    committed: committed.length,
    published: first.size,
    repeated: published.length - first.size,
    lost: dueCopies.filter((copy) => !first.has(copy)).length + Math.max(due.length - committed.length, 0),
    false:
      published.filter((one) => !isSound(one)).length +
      Math.max(committed.length - due.length, 0) +
      (await world.premature()),
    contradictory: told.filter((one) => one.includes('-met ') && occurrences.has(one.replace('-met ', '-missed ')))
      .length,
  };
}

/** Ticks that nothing befalls, a minute apart, by these processes in turn: two at the least, until no outbox holds anything. */
async function recover(world: World, processes: readonly Process[], from: Instant): Promise<void> {
  world.wire.decide(untouched);
  for (let minute = 1; minute <= 5; minute++) {
    await processes[minute % processes.length]?.(from.add({ minutes: minute }));
    const petitions = await world.petitions();
    if (minute >= 2 && petitions.every(({ outbox }) => outbox.length === 0)) return;
  }
}

/** How a cell goes on when its fault is over. */
export interface Afterwards {
  /** Who goes on. */
  readonly processes: readonly Process[];
  readonly from: Instant;
  /** The publications beyond the first that the guarantee allows: none, unless it is said. */
  readonly repeatsAllowed?: number;
  /**
   * How many SNS had really accepted. A run makes some of its calls side by side, and on a busy machine in another order than
   * the run without faults.
   */
  readonly accepted?: number;
}

/** One of the ways in which a fault can happen. */
export interface Cell {
  readonly name: string;
  readonly happen: (world: World) => Promise<Afterwards>;
}

/** A kind of fault: a row of the matrix for every scenario. */
export interface FaultClass {
  readonly name: string;
  /** How many petitions make the transition in one run: one, unless it is said. */
  readonly petitions?: number;
  readonly cells: (prepared: Prepared) => readonly Cell[];
}

/** What the cell counted, and what is not as the guarantee says. */
export interface Found {
  readonly tally: Tally;
  readonly broken: readonly string[];
  /** All is as the guarantee says of what was accepted, but that was another number than is asked for. */
  readonly isOtherOrder?: boolean;
}

/**
 * On a busy machine a request may take longer than a client of AWS waits, which is a fault of its own, beside the one of
 * the cell. A cell that took so long is tried again, and one whose calls came in another order: what its own fault breaks is
 * broken each time.
 */
export async function find(prepared: Prepared, cell: Cell): Promise<Found> {
  for (let tries = 1; ; tries += 1) {
    const started = performance.now();
    const found = await findOnce(prepared, cell);
    const wasQuick = performance.now() - started < requestTimeouts.requestTimeout;
    const mostTries = found.isOtherOrder === true ? 20 : wasQuick ? 1 : 5;
    if (found.broken.length === 0 || tries >= mostTries) return found;
  }
}

/** A cell that cannot be carried through is as bad as one that breaks the guarantee. */
async function findOnce(prepared: Prepared, { name, happen }: Cell): Promise<Found> {
  const { beginning, scenario } = prepared;
  const world = await openWorld(beginning);
  try {
    const { processes, from, repeatsAllowed = 0, accepted = repeatsAllowed } = await happen(world);
    await recover(world, processes, from);
    const tally = await judge(world, prepared);
    const due = beginning.ids.length * scenario.alerts.length;
    const copies = due * topicsOf(scenario).length;
    const expected = { ...noTally, cells: 1, committed: due, published: copies, repeated: repeatsAllowed };
    const numbers = (one: Tally): string => JSON.stringify(one);
    const broken = numbers(tally) === numbers(expected) ? [] : [`${name}: ${numbers(tally)}, not ${numbers(expected)}`];
    return { tally, broken, isOtherOrder: numbers(tally) === numbers({ ...expected, repeated: accepted }) };
  } catch (error) {
    return { tally: noTally, broken: [`${name}: ${String(error)}`] };
  } finally {
    await world.close();
  }
}

/** The run that these fates befall. @throws when they befell nothing: then the cell would show nothing. */
export async function struck(world: World, fates: Fates, run: () => Promise<unknown>): Promise<void> {
  world.wire.decide(fates);
  const before = world.wire.struck();
  await run();
  if (world.wire.struck() === before) throw new Error('nothing befell this run');
}

/** Further tries of the SDK would only take time where all of them fail. */
export const oneTry = { AWS_MAX_ATTEMPTS: '1' };

/** By its place among those of its operation: on a busy machine the SDK may ask twice for what came before, and all numbers move. */
export const onCall =
  ({ operation, nth }: Call, fate: Fate): Fates =>
  (call) =>
    call.operation === operation && call.nth === nth ? fate : undefined;

/**
 * After the query of the last tick, the queries of the agenda are asked side by side, before anything is written: the first
 * and the last stand for all.
 */
export function stepsOf(calls: readonly Call[]): Call[] {
  const queries = calls.filter(({ operation }) => operation === 'Query');
  const between = new Set(queries.slice(2, -1));
  return calls.filter((call) => !between.has(call));
}

/** How many alerts SNS has accepted that are still in the outbox, when so many calls of the run have been carried out. */
export function acceptedAfter(carriedOut: number, calls: readonly Call[]): number {
  const publishes = calls.filter(({ operation }) => operation === 'Publish').map(({ n }) => n);
  const clearing = Math.max(...publishes) + 1;
  return carriedOut >= clearing ? 0 : publishes.filter((n) => n <= carriedOut).length;
}
