/** What the options of commands may be, by itself: `--help` does not wait for what uses it. */
import type { Interpolation } from './backtest/interpolate.ts';
import type { OutputFormat } from '../local/terminal.ts';

export const formats = ['text', 'jsonl'] as const satisfies readonly OutputFormat[];
export type { OutputFormat };

export const betweens = ['step', 'linear'] as const satisfies readonly Interpolation[];

/** As `cdk deploy` names it. */
export const defaultStack = 'PetitionThresholdMonitor';
