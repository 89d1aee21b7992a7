/** Two exports of one table, compared: which items the later one lacks, or has otherwise. */
import { parsePetitionItem } from '../../src/storage/petition-item.ts';
import type { Item } from '../../src/storage/table-keys.ts';
import { itemId, isPetitionItem, isTickItem, itemKey } from '../../cli/data/export-format.ts';

/** What may not change while nothing happens: all but the tick, and when a petition was last looked at or is due. */
function lasting(item: Item): string {
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
