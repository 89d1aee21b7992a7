/**
 * Node for the suites of one worker, without what jest does anew for each of them.
 *
 * jest gives a suite a realm of its own, in which each global goes through a proxy, and loads and warms up each package again:
 * that took a third of the processor (2026-12). Here all suites of a worker run in its own realm, as programs do, and have the
 * packages of its Node. Our own modules are each suite's own: compiled once, and run anew.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import { createRequire } from 'node:module';
import { Server } from 'node:net';
import vm from 'node:vm';
import { ModernFakeTimers } from '@jest/fake-timers';
import { ModuleMocker } from 'jest-mock';

const require = createRequire(import.meta.url);

/** jest's own modules are a suite's own, too; and the renderer of pictures, which can begin only once. */
const ofEachSuite = /\/node_modules\/(?:@jest\/|jest|expect\/|@resvg\/)/;

/** By file: what it was compiled from, and what came of it. */
const scripts = new Map();
const { compileFunction } = vm;
vm.compileFunction = function (source, parameters, options = {}) {
  const { filename, parsingContext } = options;
  if (parsingContext !== globalThis) return compileFunction(source, parameters, options);
  if (filename.includes('/node_modules/') && !ofEachSuite.test(filename))
    return (module) => (module.exports = require(filename));
  const known = scripts.get(filename);
  const script = known?.source === source ? known.script : scriptOf(source, parameters, filename);
  scripts.set(filename, { source, script });
  return script.runInThisContext();
};

function scriptOf(source, parameters, filename) {
  // On the first line, so that all places stay what they were.
  const head = `(function (${parameters.join(', ')}) {`;
  return new vm.Script(`${head}${source}\n})`, { filename, columnOffset: -head.length });
}

/**
 * Whose an unhandled error is, jest asks of an AsyncLocalStorage for each suite, and before Node 24 each costs time at every promise.
 * The tests of a suite run one after another, so the answer is what is running: a test, or its hook.
 */
const running = new WeakMap();
const { run, getStore } = AsyncLocalStorage.prototype;
/** Those of a suite: until it is disabled, each costs time at every promise. */
const storages = new Set();
AsyncLocalStorage.prototype.run = function (store, callback, ...rest) {
  if (!(Object(store) === store && ('test' in store || 'hook' in store))) {
    storages.add(this);
    return run.call(this, store, callback, ...rest);
  }
  const before = running.get(this);
  running.set(this, store);
  return callback(...rest).finally(() => running.set(this, before));
};
AsyncLocalStorage.prototype.getStore = function () {
  return running.get(this) ?? getStore.call(this);
};

/** A test that fails may not come to close its servers, and an open one keeps the process from its end. */
const listening = new Set();
const { listen } = Server.prototype;
Server.prototype.listen = function (...rest) {
  listening.add(this.once('close', () => listening.delete(this)));
  return listen.apply(this, rest);
};

export default class Environment {
  global = globalThis;
  moduleMocker = new ModuleMocker(globalThis);
  fakeTimers = null;
  #timers;
  #env = process.env;
  #variables = { ...process.env };
  #exitCode = process.exitCode;
  #console = console;
  #names = new Set();

  constructor({ projectConfig }) {
    this.projectConfig = projectConfig;
  }
  /** Few suites have a clock of jest. */
  get fakeTimersModern() {
    return (this.#timers ??= new ModernFakeTimers({ config: this.projectConfig, global: globalThis }));
  }
  getVmContext() {
    return this.global;
  }
  exportConditions() {
    return ['node', 'node-addons'];
  }
  async setup() {
    this.#names = new Set(Reflect.ownKeys(globalThis));
  }

  /** The next suite finds nothing of this one: no server, no variable, no count of lines, no console and no state of jest. */
  async teardown() {
    for (const server of listening) {
      server.close();
      server.closeAllConnections?.();
    }
    for (const storage of storages) storage.disable();
    storages.clear();
    this.#timers?.dispose();
    process.env = this.#env;
    for (const name of Object.keys(process.env)) if (!(name in this.#variables)) delete process.env[name];
    Object.assign(process.env, this.#variables);
    process.exitCode = this.#exitCode;
    globalThis.console = this.#console;
    for (const name of Reflect.ownKeys(globalThis)) {
      if (!this.#names.has(name) && isOfJest(name)) delete globalThis[name];
    }
    globalThis[Symbol.for('$$jest-matchers-object')].customEqualityTesters.length = 0;
    this.global = null;
  }
}

const isOfJest = (name) => name === '__coverage__' || /^(?:JEST_|EVENT_)/.test(name.description);
