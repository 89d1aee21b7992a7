// Before Node 24 each AsyncLocalStorage that was once run costs time at every promise until it is disabled, and jest makes one
// for each suite and leaves it on: a worker's last suites took a tenth more of the processor than its first (2026-11).
import { AsyncLocalStorage } from 'node:async_hooks';
import { TestEnvironment } from 'jest-environment-node';

const used = new Set();
const { run } = AsyncLocalStorage.prototype;
AsyncLocalStorage.prototype.run = function (...rest) {
  used.add(this);
  return run.apply(this, rest);
};

export default class Environment extends TestEnvironment {
  async teardown() {
    await super.teardown();
    for (const storage of used) storage.disable();
    used.clear();
  }
}
