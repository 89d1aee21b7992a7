/** What a release takes from the repository: its notes, and workflows that run what was reviewed. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import packageJson from '../../package.json' with { type: 'json' };

const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'release-'));
afterAll(() => rmSync(folder, { recursive: true }));

const notesOf = (version: string, ...more: string[]) =>
  spawnSync('node', ['bin/release-notes.js', version, ...more], { cwd: root, encoding: 'utf8' });

test('the notes of a release are the section of its version alone', () => {
  const file = join(folder, 'CHANGELOG.md');
  writeFileSync(
    file,
    '# Changelog\n\n## Unreleased\n\n- C.\n\n## [1.0.10] - 2026-12-24\n\n### Changed\n\n- B 1.0.1.\n\n## 1.0.1 - 2026-12-01\n\n- A.\n\n## 1.0.0\n',
  );
  expect(notesOf('1.0.10', file).stdout).toBe('### Changed\n\n- B 1.0.1.\n');
  expect(notesOf('1.0.1', file).stdout).toBe('- A.\n');
  for (const without of ['1.0.0', '1.0', '2.0.0']) {
    const { status, stdout, stderr } = notesOf(without, file);
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toContain(`has nothing under "## ${without}"`);
  }
});

test('a release on GitHub has each sentence on one line, and links that lead to the files of its tag', () => {
  const file = join(folder, 'linked.md');
  writeFileSync(file, '## 1.2.0\n\nOne\ntwo.\n\n- A\n  [page](docs/a.md).\n  - B\n- [C](https://example.org/)\n');
  const env = {
    ...process.env,
    GITHUB_SERVER_URL: 'https://github.com',
    GITHUB_REPOSITORY: 'owner/name',
    GITHUB_REF_NAME: 'v1.2.0',
  };
  const { stdout } = spawnSync('node', ['bin/release-notes.js', '1.2.0', file], { cwd: root, encoding: 'utf8', env });
  expect(stdout).toBe(
    'One two.\n\n- A [page](https://github.com/owner/name/blob/v1.2.0/docs/a.md).\n  - B\n- [C](https://example.org/)\n',
  );
});

test('CHANGELOG.md has notes of the version of package.json, with what an upgrade changes', () => {
  expect(notesOf(packageJson.version).stdout).toMatch(/^### Upgrading from /m);
});

test('each action of the workflows, and of the one in examples, is pinned by its digest, and says its version', () => {
  const workflows = readdirSync(join(root, '.github/workflows')).map((name) => `.github/workflows/${name}`);
  const files = [...workflows, 'examples/github-deploy.yml'];
  const lines = files.flatMap((file) => readFileSync(join(root, file), 'utf8').split('\n'));
  const uses = lines.filter((line) => line.includes('uses:')).map((line) => line.trim());
  expect(uses.length).toBeGreaterThan(5);
  expect(uses.filter((line) => !/^- uses: [\w/-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(line))).toEqual([]);
});
