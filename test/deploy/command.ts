/** The commands of the README, as whoever deploys gives them: processes of their own, with this one's credentials. */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** A deploy takes two or three minutes on a real account; one that takes this long has come to a halt. */
const longest = 10 * 60_000;

/** The lines of a command that failed which are shown. */
const mostLines = 15;

/** What it wrote to stdout. @throws when it fails, with the end of what it wrote. */
export const run = (command: string, ...args: readonly string[]): Promise<string> =>
  new Promise((resolve, reject) => {
    execFile(command, args, { cwd: root, maxBuffer: 2 ** 26, timeout: longest }, (error, stdout, stderr) => {
      if (error === null) {
        resolve(stdout);
        return;
      }
      const end = `${stdout}${stderr}`.trimEnd().split('\n').slice(-mostLines).join('\n  ');
      reject(new Error(`\`${[command, ...args].join(' ')}\` ended with ${error.code ?? 'a signal'}:\n  ${end}`));
    });
  });

export const cdk = (...args: readonly string[]): Promise<string> => run('npx', 'cdk', ...args);
export const monitor = (...args: readonly string[]): Promise<string> =>
  run('npm', 'run', '--silent', 'monitor', '--', ...args);
