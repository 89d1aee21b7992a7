/**
 * Node for the suites of one worker, without two costs of jest that grow with their number.
 *
 * Each suite compiles every module anew, and its functions again at their first call: here a module is compiled once for a
 * worker, and runs in the context of each suite. It took a fifth of the processor (338 tests: 62 s, and 48 s so; 2026-11).
 *
 * Before Node 24 each AsyncLocalStorage that was once run costs time at every promise until it is disabled, and jest makes one
 * for each suite and leaves it on: a worker's last suites took a tenth more of the processor than its first (2026-11).
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import vm from 'node:vm';
import { TestEnvironment } from 'jest-environment-node';

/** By file: what it was compiled from, and what came of it. */
const scripts = new Map();
const { compileFunction } = vm;
vm.compileFunction = function (source, parameters, options = {}) {
  const { filename, parsingContext } = options;
  if (filename === undefined || parsingContext === undefined) return compileFunction(source, parameters, options);
  const known = scripts.get(filename);
  const script = known?.source === source ? known.script : scriptOf(source, parameters, filename);
  scripts.set(filename, { source, script });
  return script.runInContext(parsingContext);
};

function scriptOf(source, parameters, filename) {
  // On the first line, so that all places stay what they were.
  const head = `(function (${parameters.join(', ')}) {`;
  return new vm.Script(`${head}${source}\n})`, { filename, columnOffset: -head.length });
}

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
