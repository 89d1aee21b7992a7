/** What a month costs, from what ticks were measured to consume. What is not measured is said here, with its reason. */
import { beyondFree, listPrice, type Priced } from '../prices.ts';
import type { Consumed } from './meter.ts';

/** Of what a tick consumes, the mean. */
export type PerTick = Omit<Consumed, 'requests'>;

export const ticksAMonth = (365 / 12) * 24 * 60;

/** The function's memory, and how long we reckon with for one run in Lambda: not measured there. */
const memoryGb = 0.25;
const secondsATick = 0.35;

/** Lambda's own three lines of a run, and one of counts when something was looked at: reckoned. */
const logGbATick = 1e-6;

/** By the template: five alarms on six metrics, one dashboard; in a quiet month, Looks and Readings. */
const fixed = { metric: 2, alarm: 6, dashboard: 1 } as const;

export type Month = Readonly<Partial<Record<Priced, number>>>;

/** The amounts of a month with no alert. */
export const monthOf = ({ read, write, index }: PerTick): Month => ({
  readUnit: read * ticksAMonth,
  writeUnit: (write + index) * ticksAMonth,
  invocation: ticksAMonth,
  computing: ticksAMonth * secondsATick * memoryGb,
  schedule: ticksAMonth,
  logs: ticksAMonth * logGbATick,
  ...fixed,
});

const sum = (month: Month, dollars: (what: Priced, amount: number) => number, some: readonly Priced[]): number =>
  some.reduce((total, what) => total + dollars(what, month[what] ?? 0), 0);

const table: readonly Priced[] = ['readUnit', 'writeUnit'];
const running: readonly Priced[] = ['invocation', 'computing', 'schedule', 'logs'];
const watching: readonly Priced[] = ['metric', 'alarm', 'dashboard'];

/** In dollars, at list prices, and what is left of it beyond the free tiers. */
export const dollarsOf = (month: Month) => ({
  table: sum(month, listPrice, table),
  running: sum(month, listPrice, running),
  watching: sum(month, listPrice, watching),
  beyondFree: sum(month, beyondFree, [...table, ...running, ...watching]),
});
