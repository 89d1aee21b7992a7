/** The function that reads the lists of queries, every hour: wires what discover.ts needs, and nothing more. */
import { createPollingContainer } from '../../src/polling/container.ts';
import { lambdaEntry, type LambdaContext, type HandlerRuntime } from '../../src/runtime/runtime.ts';
import { discover, type DiscoverySummary } from './discover.ts';

export type Handler = (event: unknown, context: LambdaContext) => Promise<DiscoverySummary>;

export function createHandler(surroundings: HandlerRuntime): Handler {
  const { during } = createPollingContainer(surroundings);
  return (_event, context) => during(context, discover);
}

const lazyHandler = lambdaEntry('discovery', createHandler);

export const handler: Handler = (event, context) => lazyHandler()(event, context);
