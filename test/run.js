// `npm test`: lint, which checks types, and tests, side by side; with arguments, the tests that they choose, as `npm test -- test/domain` does.
import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

const chosen = process.argv.slice(2);

/** The exit code, once it has ended. */
const ended = (child) => new Promise((resolve) => child.once('close', (code) => resolve(code ?? 1)));

/**
 * Beside the tests, whose words come as they are said: what it has to say comes when it ends. Its compiler is written in Go, and
 * ends before it needs to collect: that took a third of its time (2026-11), and two gigabytes are enough without (2026-12).
 */
async function lint() {
  const child = spawn('npm', ['run', '--silent', 'lint'], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, GOGC: 'off' },
  });
  const [code, ...said] = await Promise.all([ended(child), text(child.stdout), text(child.stderr)]);
  process.stderr.write(`${said.join('')}types and lint: ${code === 0 ? 'nothing found' : 'FAILED'}\n`);
  return code;
}

/**
 * There are more workers than cores, so V8's own threads for collecting and compiling only take time from them: without them
 * a suite takes a seventh less of the processor. And an eighth went into clearing memory of what lives for a moment, so
 * there is room for more of it (2026-11). jest gives its workers the same flags.
 */
const flags = ['--single-threaded', '--max-semi-space-size=64'];
const jest = fileURLToPath(new URL('../node_modules/jest/bin/jest.js', import.meta.url));

const tests = chosen.length > 0 ? chosen : ['--coverage'];
const codes = await Promise.all([
  ...(chosen.length > 0 ? [] : [lint()]),
  ended(spawn(process.execPath, [...flags, jest, ...tests], { stdio: 'inherit' })),
]);
process.exitCode = codes.some((code) => code !== 0) ? 1 : 0;
