// The website of the documentation: README.md and docs/ as they are, the API of the construct from its comments, and a search.
import { readdirSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** The pages of docs/, as the website lists them. A test holds that none is left out. */
const groups = JSON.parse(readFileSync(`${root}/website/groups.json`, 'utf8'));

/** Where the files are that are not on this website. GitHub tells its workflows; elsewhere they are named without a link. */
const { GITHUB_SERVER_URL = 'https://github.com', GITHUB_REPOSITORY } = process.env;
const repository = GITHUB_REPOSITORY && `${GITHUB_SERVER_URL}/${GITHUB_REPOSITORY}`;

/** The first heading of a page. */
const titleOf = (file) => /^# (.+)$/m.exec(readFileSync(`${root}/${file}`, 'utf8'))?.[1].replaceAll('`', '') ?? file;
const entry = (file) => ({ text: titleOf(file), link: `/${file.replace(/\.md$/, '')}` });

const decisions = readdirSync(`${root}/docs/decisions`)
  .filter((name) => /^\d/.test(name))
  .map((name) => entry(`docs/decisions/${name}`));

const onWebsite = (path) => /^(?:README\.md|docs\/.*)$/.test(path);

/** Links to files of the repository that are no pages lead to the repository. */
function linksToRepository(markdown) {
  markdown.core.ruler.push('links_to_repository', ({ tokens, env }) => {
    for (const { children } of tokens) {
      for (const token of children ?? []) {
        const href = token.type === 'link_open' ? (token.attrGet('href') ?? '') : '';
        if (href === '' || /^(?:[a-z]+:|#|\/)/i.test(href)) continue;
        const [path, hash] = href.split('#');
        const file = posix.normalize(posix.join(posix.dirname(sourceOf(env.relativePath)), decodeURI(path)));
        if (file === 'README.md') token.attrSet('href', hash === undefined ? '/' : `/#${hash}`);
        else if (!onWebsite(file)) token.attrSet('href', repository ? `${repository}/blob/main/${file}` : '#');
      }
    }
  });
}

const sourceOf = (page) => (page === 'index.md' ? 'README.md' : page);

export default {
  title: 'petition-threshold-monitor',
  description: 'Watches petitions, and tells you when a signature threshold or a response deadline is met or missed.',
  lang: 'en',
  srcDir: './pages',
  base: process.env.BASE ?? '/',
  outDir: './dist',
  cacheDir: './.vitepress/cache',
  markdown: { config: linksToRepository },
  themeConfig: {
    search: { provider: 'local' },
    outline: [2, 3],
    nav: [
      { text: 'Deploy', link: '/docs/deploy' },
      { text: 'Run it yourself', link: '/docs/running' },
      { text: 'Construct', link: '/docs/api/' },
      ...(process.env.WORLD ? [{ text: 'Petitions today', link: '/world/', target: '_self' }] : []),
      ...(process.env.DEMO ? [{ text: 'Demo', link: '/demo/', target: '_self' }] : []),
    ],
    sidebar: [
      ...groups.map(({ text, pages }) => ({ text, items: pages.map((name) => entry(`docs/${name}.md`)) })),
      { text: 'Reference of the construct', items: [{ text: 'Exports', link: '/docs/api/' }] },
      { text: 'Decisions', collapsed: true, items: decisions },
    ],
    ...(repository && { socialLinks: [{ icon: 'github', link: repository }] }),
  },
};
