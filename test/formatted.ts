/** A page that is made by a test, as `npm run format` writes it. */
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** @throws where it is nothing that can be formatted. */
export const formattedPage = (text: string): string =>
  execFileSync(
    process.execPath,
    [fileURLToPath(new URL('../node_modules/oxfmt/bin/oxfmt', import.meta.url)), '--stdin-filepath=page.md'],
    { input: text, encoding: 'utf8', cwd: fileURLToPath(new URL('../', import.meta.url)) },
  );
