/** The folder that the site is written into. */
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FolderSiteStore } from '../../cli/folder-site-store.ts';

let parent: string;
let root: string;
let folder: FolderSiteStore;

beforeEach(async () => {
  parent = mkdtempSync(join(tmpdir(), 'site-folder-'));
  root = join(parent, 'a', 'site');
  folder = await FolderSiteStore.open(root);
});
afterEach(() => rmSync(parent, { recursive: true }));

test('a file is written, not written again as it is, and removed', async () => {
  const path = 'petitions/uk-parliament/700143.html';
  await folder.put({ path, body: 'ü' });
  const file = join(root, path);
  utimesSync(file, 1, 1);
  await folder.put({ path, body: 'ü' });
  expect(statSync(file).mtimeMs).toBe(1000);
  await folder.put({ path, body: 'u' });
  expect(readFileSync(file, 'utf8')).toBe('u');
  expect(readdirSync(join(root, 'petitions', 'uk-parliament'))).toEqual(['700143.html']);
  await folder.remove(path);
  await folder.remove(path);
  expect(readdirSync(join(root, 'petitions', 'uk-parliament'))).toEqual([]);
});

test('what is remembered takes the place of what was read, and of nothing else', async () => {
  expect(await folder.loadManifest()).toBeUndefined();
  expect(await folder.saveManifest('1', 'x')).toBe(false);
  expect(await folder.saveManifest('1', undefined)).toBe(true);
  expect(await folder.saveManifest('2', undefined)).toBe(false);
  const first = await folder.loadManifest();
  expect(first?.text).toBe('1');
  const other = await FolderSiteStore.open(root);
  expect(await other.saveManifest('2', first?.tag)).toBe(true);
  expect(await folder.saveManifest('3', first?.tag)).toBe(false);
  expect((await folder.loadManifest())?.text).toBe('2');
});

test.each(['../other.html', 'a/../../other.html', '/etc/other.html', '.'])(
  'nothing is written or removed at %s',
  async (path) => {
    writeFileSync(join(parent, 'a', 'other.html'), 'mine');
    await expect(folder.put({ path, body: 'theirs' })).rejects.toThrow(/is outside the folder of the site/);
    await expect(folder.remove(path)).rejects.toThrow(/is outside the folder of the site/);
    expect(readFileSync(join(parent, 'a', 'other.html'), 'utf8')).toBe('mine');
  },
);

test('a folder that holds anything else is refused, and so is a file', async () => {
  mkdirSync(join(parent, 'home'));
  writeFileSync(join(parent, 'home', 'index.html'), 'mine');
  await expect(FolderSiteStore.open(join(parent, 'home'))).rejects.toThrow(/already has files, which are not a site/);
  await expect(FolderSiteStore.open(join(parent, 'home', 'index.html'))).rejects.toThrow(
    /cannot be used as the folder of the site \(.*EEXIST/,
  );
});
