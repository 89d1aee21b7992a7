// Lays out the pages beside what builds them, where VitePress finds its own packages: README.md is the first, docs/ as it is.
import { cpSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

rmSync(here('pages'), { recursive: true, force: true });
cpSync(here('../docs'), here('pages/docs'), { recursive: true });
cpSync(here('../README.md'), here('pages/index.md'));
