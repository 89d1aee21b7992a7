/** `monitor status`: where the watched petitions stand. */
import { Temporal } from 'temporal-polyfill';
import { formatMoment, formatNumber } from '../../src/format.ts';
import { petitionStatuses } from '../../src/status/petition-status.ts';
import { DueIndex } from '../../src/storage/due-index.ts';
import { durationText } from '../../local/duration-text.ts';
import { statusRemarks, statusTable } from '../../local/status-table.ts';
import { loadWatched } from '../data/load-watched.ts';
import type { OutputFormat } from '../options.ts';
import { withTable, type TableOptions } from '../open-table.ts';

export interface StatusOptions extends TableOptions {
  readonly format: OutputFormat;
}

/** @throws when a petition can not be read, after the others have been shown. */
export async function status({ format, ...where }: StatusOptions): Promise<void> {
  const { petitions, unreadable, tick } = await withTable(where, async (table) => {
    const agenda = new DueIndex(table.client, table.name);
    const [found, last] = await Promise.all([loadWatched(table), agenda.lastTick()]);
    return { ...found, tick: last?.at };
  });
  const now = Temporal.Now.instant();
  const shown = petitionStatuses(petitions, now);
  const lines = format === 'jsonl' ? asJson() : asText();
  process.stdout.write(`${lines.join('\n')}\n`);
  for (const reason of unreadable.values()) process.stderr.write(`${reason}\n`);
  if (unreadable.size > 0) throw new Error(`${formatNumber(unreadable.size)} petitions can not be read`);

  function asJson(): string[] {
    const summary = { summary: true, petitions: shown.length, at: now, lastTick: tick ?? null };
    return [...shown, summary].map((one) => JSON.stringify(one));
  }

  function asText(): string[] {
    const ticked =
      tick === undefined
        ? 'The monitor has not finished a tick yet.'
        : `Last tick: ${formatMoment(tick, 'UTC')}, ${durationText(tick, now, 'UTC')} ago.`;
    const table = shown.length === 0 ? 'Nothing is watched.' : statusTable(shown, now);
    return [table, ...statusRemarks(shown), ticked];
  }
}
