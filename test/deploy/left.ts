/** What an account holds of a stack, for the table of steps; and that it holds nothing. */
import { setTimeout as sleep } from 'node:timers/promises';
import { same } from './step.ts';
import type { World } from './world.ts';

/** SQS may list a queue for a minute after it is deleted. */
export async function nothingLeft({ account, emulated }: World, prefix: string): Promise<void> {
  for (let tries = emulated ? 1 : 10; tries > 1; tries -= 1) {
    if ((await account.named(prefix)).length === 0) return;
    await sleep(10_000);
  }
  same('left', await account.named(prefix), []);
}

/** `1 table, 2 topics`, of names such as `table a`. */
export function countOf(names: readonly string[]): string {
  const kinds = names.map((name) => name.split(' ')[0] ?? '');
  return [...new Set(kinds)]
    .map((kind) => {
      const count = kinds.filter((one) => one === kind).length;
      return `${count} ${kind}${count === 1 ? '' : 's'}`;
    })
    .join(', ');
}
