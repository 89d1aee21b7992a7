/** Two exports of one table, compared: which items the later one lacks, or has otherwise. */
import { healthKey, healthState } from '../../src/storage/health-item.ts';
import { parsePetitionItem } from '../../src/storage/petition-item.ts';
import type { Item } from '../../src/storage/table-keys.ts';
import { itemId, isPetitionItem, isTickItem, itemKey } from '../../cli/data/export-format.ts';

/**
 * What may not change while nothing happens: all but the tick, when a petition was last looked at or is due, and when
 * recipients were last looked for.
 */
function lasting(item: Item): string {
  if (itemId(item) === itemId(healthKey)) {
    const { health, outbox } = healthState.parse(item);
    return JSON.stringify({ health, outbox });
  }
  if (!isPetitionItem(item)) return JSON.stringify(item);
  const { petition, outbox } = parsePetitionItem(itemKey(item).name, item);
  return JSON.stringify({ ...petition, last: petition.last?.signatures, outbox });
}

export function changesBetween(before: readonly Item[], after: readonly Item[]): string[] {
  const later = new Map(after.map((item) => [itemId(item), item]));
  return before.flatMap((item) => {
    const id = itemId(item);
    const now = later.get(id);
    if (now === undefined) return [`${id} is not there`];
    return isTickItem(item) || lasting(now) === lasting(item)
      ? []
      : [`${id} was ${lasting(item)} and is ${lasting(now)}`];
  });
}
