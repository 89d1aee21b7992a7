/** `monitor status`: where the watched petitions stand. */
import { Temporal } from 'temporal-polyfill';
import { moment, number } from '../../src/format.ts';
import { standings } from '../../src/status/petition-status.ts';
import { Agenda } from '../../src/storage/due-index.ts';
import { timeBetween } from '../../local/duration-text.ts';
import { remarksOn, tableOf } from '../../local/status-table.ts';
import { watching } from '../data/load-watched.ts';
import type { Format } from '../options.ts';
import { withTable, type Where } from '../open-table.ts';

export interface StatusOptions extends Where {
  readonly format: Format;
}

/** @throws when a petition can not be read, after the others have been shown. */
export async function status({ format, ...where }: StatusOptions): Promise<void> {
  const { petitions, unreadable, tick } = await withTable(where, async (table) => {
    const agenda = new Agenda(table.client, table.name);
    const [found, last] = await Promise.all([watching(table), agenda.lastTick()]);
    return { ...found, tick: last?.at };
  });
  const now = Temporal.Now.instant();
  const shown = standings(petitions, now);
  const lines = format === 'jsonl' ? asJson() : asText();
  process.stdout.write(`${lines.join('\n')}\n`);
  for (const reason of unreadable) process.stderr.write(`${reason}\n`);
  if (unreadable.length > 0) throw new Error(`${number(unreadable.length)} petitions can not be read`);

  function asJson(): string[] {
    const summary = { summary: true, petitions: shown.length, at: now, lastTick: tick ?? null };
    return [...shown, summary].map((one) => JSON.stringify(one));
  }

  function asText(): string[] {
    const ticked =
      tick === undefined
        ? 'The monitor has not finished a tick yet.'
        : `Last tick: ${moment(tick, 'UTC')}, ${timeBetween(tick, now, 'UTC')} ago.`;
    const table = shown.length === 0 ? 'Nothing is watched.' : tableOf(shown, now);
    return [table, ...remarksOn(shown), ticked];
  }
}
