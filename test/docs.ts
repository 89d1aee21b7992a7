/** The papers that people read, and the code that is shown in them. */
import { readdirSync, readFileSync } from 'node:fs';

const root = new URL('../', import.meta.url);

export const readme = (): string => readFileSync(new URL('README.md', root), 'utf8');

/** README.md, and the pages of docs/. */
export const papers = (): string[] => [
  readme(),
  ...readdirSync(new URL('docs/', root))
    .filter((name) => name.endsWith('.md'))
    .map((name) => readFileSync(new URL(`docs/${name}`, root), 'utf8')),
];

/** The blocks of one language. */
export const snippets = (paper: string, language: string): string[] =>
  [...paper.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\`$`, 'gms'))].map(([, code = '']) => code);
