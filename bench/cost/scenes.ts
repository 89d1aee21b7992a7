/** The scenes of which the cost is measured, and what their ticks took on average. */
import { whole } from '../numbers.ts';
import { drive, type Scene, type Tick } from './drive.ts';
import type { PerLook } from './month.ts';

export const scenes: readonly Scene[] = [
  { petitions: 1, kind: 'as petitions are' },
  { petitions: 100, kind: 'as petitions are' },
  { petitions: 1_000, kind: 'as petitions are' },
  { petitions: 1_000, kind: 'one a minute' },
  { petitions: 100, kind: 'near the line' },
  { petitions: 1_000, kind: 'as petitions are', alone: true },
  { petitions: 1_000, kind: 'quiet', alone: true },
  { petitions: 1_000, kind: 'one a minute', alone: true },
  { petitions: 100_000, kind: 'as petitions are', alone: true },
];

export interface Measured extends Scene {
  readonly all: readonly Tick[];
}

export const mean = <One>(all: readonly One[], of: (one: One) => number): number =>
  all.reduce((total, one) => total + of(one), 0) / all.length;
export const per = (all: readonly Tick[]): PerLook => ({
  read: mean(all, ({ read }) => read),
  write: mean(all, ({ write }) => write),
  index: mean(all, ({ index }) => index),
  cpu: mean(all, ({ cpu }) => cpu),
});

/** Measures so many ticks, after `before` that are not. */
export async function measure(scene: Scene, many: number, before: number): Promise<Measured> {
  process.stderr.write(`${whole(scene.petitions)} petitions, ${scene.kind} …\n`);
  const all = await drive(scene, many, before);
  process.stderr.write(`${JSON.stringify({ ...per(all), looks: mean(all, ({ looks }) => looks) })}\n`);
  return { ...scene, all };
}
