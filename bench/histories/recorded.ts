/** Recorded histories for the detection bench: each petition of each CSV file of a folder, and the lines laid over it. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse as parseCsv } from 'csv-parse/sync';
import * as z from 'zod/mini';
import { readHistory, type RecordedHistory } from '../../cli/backtest/recorded-history.ts';

export interface Recorded {
  readonly name: string;
  readonly history: RecordedHistory;
}

const row = z.object({
  petition: z._default(z.string(), ''),
  observed_at: z.string(),
  signatures: z.string(),
});

/** Every petition of every `.csv` in the folder that has two counts at least. */
export function recordedIn(folder: string): Recorded[] {
  const files = readdirSync(folder).filter((file) => file.endsWith('.csv'));
  return files.sort().flatMap((file) => petitionsIn(join(folder, file)));
}

function petitionsIn(file: string): Recorded[] {
  const rows = z.parse(z.array(row), parseCsv(readFileSync(file), { columns: true, bom: true, trim: true }));
  return [...new Set(rows.map(({ petition }) => petition))]
    .map((petition) => {
      const readings = rows.filter((one) => one.petition === petition);
      const lines = readings.map((one) => `${one.observed_at},${one.signatures}`);
      return {
        name: petition === '' ? file : petition,
        history: readHistory(['observed_at,signatures', ...lines].join('\n'), file),
      };
    })
    .filter(({ history }) => new Set(history.map(({ signatures }) => signatures)).size > 2);
}

/** Lines over a history: evenly between its first count and its highest, and as many evenly by ratio. */
export function linesOver(history: RecordedHistory, lines: number): number[] {
  const counts = history.flatMap(({ signatures }) => signatures ?? []);
  const first = counts[0] ?? 0;
  const most = Math.max(...counts);
  const shares = Array.from({ length: lines }, (_, index) => (index + 1) / (lines + 1));
  const even = shares.map((share) => Math.round(first + share * (most - first)));
  const from = Math.max(first, 10);
  const byRatio = shares.map((share) => Math.round(from * (most / from) ** share));
  return [...new Set([...even, ...byRatio])].filter((line) => line > first && line <= most).sort((a, b) => a - b);
}
