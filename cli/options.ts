/** What the options of commands may be, by itself: `--help` does not wait for what uses it. */
import type { Between } from './backtest/interpolate.ts';
import type { Format } from '../local/terminal.ts';

export const formats = ['text', 'jsonl'] as const satisfies readonly Format[];
export type { Format };

export const betweens = ['step', 'linear'] as const satisfies readonly Between[];

/** As `cdk deploy` names it. */
export const defaultStack = 'PetitionThresholdMonitor';
