/** The function that reads the lists of queries, every hour: it only creates the dependencies of discover.ts. */
import { createPollingContainer } from '../../src/polling/container.ts';
import { lambdaEntry, type LambdaContext, type WaitingRuntime } from '../../src/runtime/runtime.ts';
import { withWatchdog } from '../../src/runtime/with-watchdog.ts';
import { discover, type DiscoverySummary } from './discover.ts';

export type Handler = (event: unknown, context: LambdaContext) => Promise<DiscoverySummary>;

export function createHandler(runtime: WaitingRuntime): Handler {
  const { withDeps } = createPollingContainer(runtime);
  const run = withWatchdog(runtime, (context) => withDeps(context, discover));
  return (_event, context) => run(context);
}

const lazyHandler = lambdaEntry('discovery', createHandler);

export const handler: Handler = (event, context) => lazyHandler()(event, context);
