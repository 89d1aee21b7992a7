/** The pages that people read, what is shown in them, and the words that they avoid. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';

const root = new URL('../', import.meta.url);

export const readme = (): string => readFileSync(new URL('README.md', root), 'utf8');

export interface Page {
  /** From the root of the repository. */
  readonly file: string;
  readonly text: string;
}

const pageIn = (file: string): Page => ({ file, text: readFileSync(new URL(file, root), 'utf8') });

const markdownIn = (folder: string): string[] =>
  readdirSync(new URL(folder, root))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `${folder}${name}`);

/** README.md, and the pages of docs/. */
export const pages = (): Page[] => ['README.md', ...markdownIn('docs/')].map(pageIn);

/** These, and the others that are linked from them. */
export const linkedPages = (): Page[] => [
  ...pages(),
  ...['CONTRIBUTING.md', 'examples/README.md', ...markdownIn('docs/decisions/')].map(pageIn),
];

/** The blocks of one language. */
export const snippets = (text: string, language: string): string[] =>
  [...text.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\`$`, 'gms'))].map(([, code = '']) => code);

const withoutBlocks = (text: string): string => text.replace(/^ *```.*?^ *```$/gms, '');

/** What is read as sentences: no code, no addresses, no comments. */
export const proseIn = (text: string): string =>
  withoutBlocks(text)
    .replace(/<!--.*?-->/gs, '')
    .replace(/`[^`\n]*`/g, '`…`')
    .replace(/\]\([^)\n]*\)/g, ']');

/**
 * Old or private ways to say something, each with what to write instead. They were counted in the first texts of this project
 * (2026-11), where readers stumbled over them. For README and docs, and for help, wording and pages of the site as well.
 */
export const bannedWords: readonly (readonly [pattern: RegExp, instead: string])[] = [
  [/\bcan not\b/i, 'cannot'],
  [/\banew\b/i, 'again'],
  [/\bwhoever\b/i, 'anyone who'],
  [/\bof late\b/i, 'recently'],
  [/\bas ever\b/i, 'as usual'],
  [/\bno more\b(?! than)/i, 'no longer'],
  [/\breckon(?:s|ed|ing)?\b/i, 'estimated'],
  [/\bby itself\b/i, 'alone, automatically'],
  [/\b(?:is|are|was|were|be|been) told\b/i, 'is notified, is sent'],
  [/\bthere is leave to\b/i, 'may'],
  [/\b(?:is|are) none\b/i, 'there is no'],
  [/\bso many\b/i, 'that many, this number'],
  [/\bas many\b(?! as)/i, 'the same number'],
  [/\bof which the\b/i, 'whose'],
  [/\bbe it\b/i, 'whether'],
  [/\bto be had\b/i, 'available'],
  [/\d %/, '99%, without a blank'],
];

/** The sentences of the first paragraph. */
export const openingOf = (text: string): string[] =>
  (proseIn(text).split('\n\n')[1] ?? '')
    .replace(/\s+/g, ' ')
    .split(/(?<=[.?!]) /)
    .filter((sentence) => sentence !== '');

/** What a text has of them, each with some words around it. */
export const bannedIn = (text: string): string[] =>
  bannedWords.flatMap(([pattern, instead]) =>
    [...text.matchAll(new RegExp(pattern, `${pattern.flags}g`))].map(({ index, 0: found }) => {
      const around = text.slice(Math.max(0, index - 30), index + found.length + 20).replace(/\s+/g, ' ');
      return `"${around}": ${instead}`;
    }),
  );

/** The addresses within the repository that a page links to or shows. */
export const linksIn = (text: string): string[] =>
  [...withoutBlocks(text).matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, target = '']) => target)
    .filter((target) => !/^[a-z]+:/.test(target));

/** The anchors that GitHub gives the headings of a page. */
export function anchorsIn(text: string): Set<string> {
  const anchors = new Set<string>();
  for (const [, heading = ''] of withoutBlocks(text).matchAll(/^#+ (.*)$/gm)) {
    const plain = heading.replace(/\[([^\]]*)\]\([^)]*\)/g, '$1').toLowerCase();
    const slug = plain.replace(/[^\p{L}\p{M}\p{N}\p{Pc} -]/gu, '').replaceAll(' ', '-');
    let anchor = slug;
    for (let again = 1; anchors.has(anchor); again += 1) anchor = `${slug}-${again}`;
    anchors.add(anchor);
  }
  return anchors;
}

/** Why a link of a page leads nowhere; undefined for a good one. */
export function linkFault({ file, text }: Page, target: string): string | undefined {
  const [path = '', anchor] = target.split('#');
  const at = new URL(path, new URL(file, root));
  if (path !== '' && !existsSync(at)) return `${file}: ${target}: there is no such file`;
  if (anchor === undefined) return undefined;
  const there = path === '' ? text : readFileSync(at, 'utf8');
  return anchorsIn(there).has(anchor) ? undefined : `${file}: ${target}: there is no such heading`;
}
