/** `petition-monitor backtest`: the alerts that a recorded signature history would have caused, and when. */
import { existsSync } from 'node:fs';
import { Temporal } from 'temporal-polyfill';
import * as z from 'zod/mini';
import { formatNumber } from '../../src/format.ts';
import { alertWording } from '../../src/notifications/alert-wording.ts';
import { quoted } from '../../src/text.ts';
import { BadInput, parse } from '../../src/validation.ts';
import { parseJsonText } from '../../src/config/json-text.ts';
import { alertSchema, type Alert } from '../../src/domain/alerts.ts';
import { suggestion } from '../../src/domain/closest-name.ts';
import { rulebook } from '../../src/domain/rulebook.ts';
import { undatedHistory, type RulesHistory } from '../../src/domain/rules.ts';
import { rulesSchema } from '../../src/domain/rules-schema.ts';
import { duration, instant, isAfter, timeZone, type Instant } from '../../src/domain/time.ts';
import { readHistory } from '../backtest/recorded-history.ts';
import { replay, type ReplaySettings, type ReplaySummary } from '../backtest/replay.ts';
import type { Interpolation } from '../backtest/interpolate.ts';
import type { OutputFormat } from '../options.ts';
import { readTextFile } from '../read-file.ts';

export interface BacktestOptions {
  readonly readings: string;
  readonly timeColumn?: string;
  readonly countColumn?: string;
  readonly timeFormat?: string;
  readonly timeZone?: string;
  readonly rules: string;
  readonly opened: string;
  readonly petition?: string;
  readonly response?: string;
  readonly until?: string;
  readonly polling: string;
  readonly between: Interpolation;
  readonly format: OutputFormat;
}

/** The default of petitions.json. */
const warnBefore = ['P3D', 'P1D'];

export function backtest(options: BacktestOptions): void {
  const { readings, opened, response, until, format } = options;
  if (options.timeZone !== undefined) parse(timeZone, options.timeZone, '--time-zone');
  const note = (text: string): void => void process.stderr.write(`${text}\n`);
  const history = readHistory(readTextFile(readings), readings, { ...options, note });
  const last = instantOf('--until', until);
  if (last !== undefined && isAfter(history[0].at, last)) {
    const message = `must not be before the first reading, ${history[0].at.toString()}`;
    throw new BadInput('--until', [{ path: '', message }]);
  }
  const settings: ReplaySettings = {
    history,
    // Not the file's name: adaptive polling spreads petitions by name, and copies of a history must give the same
    // result.
    petition: options.petition ?? 'backtest/history',
    opened: parse(instant, opened, '--opened'),
    response: instantOf('--response', response),
    until: last,
    watch: { history: rulesNamed(options.rules), warnBefore, announceStart: false },
    polling: pollingOf(options.polling),
    between: options.between,
  };
  const alerts = replay(settings);
  for (;;) {
    const next = alerts.next();
    process.stdout.write(`${next.done === true ? summaryLine(next.value, format) : alertLine(next.value, format)}\n`);
    if (next.done === true) return;
  }
}

const instantOf = (option: string, text: string | undefined): Instant | undefined =>
  text === undefined ? undefined : parse(instant, text, option);

/** Built-in rules by name, or one rules object from a file. */
function rulesNamed(name: string): RulesHistory {
  const builtIn = Object.entries(rulebook).find(([known]) => known === name);
  if (builtIn !== undefined) return builtIn[1];
  if (existsSync(name)) return undatedHistory(parseJsonText(rulesSchema, readTextFile(name), name));
  const names = Object.keys(rulebook);
  const otherwise = `there are ${quoted(names)}`;
  const message = `"${name}" is neither a file nor the name of built-in rules; ${suggestion(name, names, otherwise)}`;
  throw new BadInput('--rules', [{ path: '', message }]);
}

function pollingOf(text: string): ReplaySettings['polling'] {
  if (text === 'adaptive') return text;
  const checked = parse(duration, text, '--polling (or "adaptive")');
  try {
    return Temporal.Duration.from(checked).total('milliseconds');
  } catch {
    throw new BadInput('--polling', [
      { path: '', message: `${text} has no fixed length; a good value is PT1M, PT5M or P1D` },
    ]);
  }
}

function alertLine(alert: Alert, format: OutputFormat): string {
  if (format === 'jsonl') return JSON.stringify(z.encode(alertSchema, alert));
  return `${alert.detectedAt.toString()}  ${alert.alert}  ${alertWording(alert).headline}`;
}

function summaryLine({ polls, readings, alerts, from, until }: ReplaySummary, format: OutputFormat): string {
  if (format === 'jsonl') return JSON.stringify({ summary: true, polls, readings, alerts, from, until });
  const counted = `${formatNumber(polls)} polls, ${formatNumber(readings)} readings, ${formatNumber(alerts)} alerts`;
  return `${counted}, from ${from.toString()} to ${until.toString()}`;
}
