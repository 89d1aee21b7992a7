/** What commands have in common. It loads nothing, so that `--help` does not wait for what uses it. */
import type { Interpolation } from './backtest/interpolate.ts';
import type { OutputFormat } from '../local/terminal.ts';

export const formats = ['text', 'jsonl'] as const satisfies readonly OutputFormat[];
export type { OutputFormat };

export const betweens = ['step', 'linear'] as const satisfies readonly Interpolation[];

/** The file of `--config`, in the folder where the command runs. */
export const defaultConfig = 'petitions.json';
/** Used where there is no petitions.json: of a fresh clone. */
export const exampleConfig = 'petitions.example.json';

/** The name that `cdk deploy` gives to the stack. */
export const defaultStack = 'PetitionThresholdMonitor';

/** The groups of commands in `--help`. */
export const groups = {
  here: 'Commands on this machine:',
  stored: 'Commands on stored data, on AWS or in a folder:',
  aws: 'Commands on AWS:',
} as const;

/** The examples at the end of a command's help. */
export const examples = (...lines: readonly string[]): string =>
  `\nExamples:\n${lines.map((line) => `  petition-monitor ${line}`).join('\n')}`;
