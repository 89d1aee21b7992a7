/** An environment for each run: the SDK finds its endpoints in `process.env`, and runs in many worlds overlap. */
import { AsyncLocalStorage } from 'node:async_hooks';

type Environment = Readonly<Record<string, string>>;

const environments = new AsyncLocalStorage<ReadonlyMap<string | symbol, string>>();

process.env = new Proxy(process.env, {
  get: (shared, name): unknown => environments.getStore()?.get(name) ?? Reflect.get(shared, name),
  // By itself a proxy defines what is set, and the variables of a process are only assigned.
  set: (shared, name, value) => Reflect.set(shared, name, value),
});

/** What this does, and all that it starts, finds these variables. */
export const within = <T>(environment: Environment, work: () => T): T =>
  environments.run(new Map(Object.entries(environment)), work);
