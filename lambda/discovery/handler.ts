/** The function that reads the lists of queries, every hour: wires what discover.ts needs, and nothing more. */
import { wired } from '../../src/polling/container.ts';
import { inLambda, type Context, type Surroundings } from '../../src/runtime/runtime.ts';
import { discover, type DiscoverySummary } from './discover.ts';

export type Handler = (event: unknown, context: Context) => Promise<DiscoverySummary>;

export function createHandler(surroundings: Surroundings): Handler {
  const { during } = wired(surroundings);
  return (_event, context) => during(context, discover);
}

const made = inLambda('discovery', createHandler);

export const handler: Handler = (event, context) => made()(event, context);
