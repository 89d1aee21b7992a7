import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitor, type Ended } from './cli.ts';

const folder = mkdtempSync(join(tmpdir(), 'watch-'));
const file = join(folder, 'petitions.json');
const text = `{
    "watch": [
        { "petition": "700143",   "source": "uk-parliament" }
    ],
    "subscribers": [{ "email": "desk@example.org", "petitions": ["uk-parliament/700143"] }]
}
`;
const now = (): string => readFileSync(file, 'utf8');
const watch = (...parameters: string[]): Promise<Ended> => monitor('watch', ...parameters, '--config', file);

beforeEach(() => writeFileSync(file, text, { mode: 0o640 }));
afterAll(() => rmSync(folder, { recursive: true }));

test('a petition is added by its address, the file else as it was, and taken out by its name', async () => {
  const added = await watch('add', 'https://petition.parliament.uk/petitions/722903/signatures/new?x=1');
  expect(added).toMatchObject({ code: 0, stderr: '' });
  expect(added.stdout).toMatch(
    /^uk-parliament\/722903 added to .*petitions\.json; watching begins with the next deploy or start\.\n$/,
  );
  const entry = ',\n        { "source": "uk-parliament", "petition": "722903" }';
  expect(now()).toBe(text.replace('\n    ],', `${entry}\n    ],`));
  expect(statSync(file).mode & 0o777).toBe(0o640);

  const again = await watch('add', 'uk-parliament', '722903');
  expect(again).toMatchObject({ code: 0, stdout: expect.stringMatching(/is already watched; .* is unchanged/) });

  const removed = await watch('remove', 'uk-parliament/722903');
  expect(removed).toMatchObject({ code: 0, stderr: '' });
  expect(now()).toBe(text);
  expect(readdirSync(folder)).toEqual(['petitions.json']);
});

test('a file with comments and trailing commas stays as it is, but for the entry', async () => {
  const commented = `{
  // What we watch.
  "watch": [
    { "source": "uk-parliament", "petition": "700143" }, // since May
  ],
}
`;
  writeFileSync(file, commented);
  expect((await watch('add', 'jersey', '200174')).code).toBe(0);
  expect(now()).toBe(
    commented.replace('// since May', '// since May\n    { "source": "jersey", "petition": "200174" },'),
  );
  expect((await watch('remove', 'jersey', '200174')).code).toBe(0);
  expect(now()).toBe(commented);
});

test('the place of a key is written; a key in its stead is refused, and not repeated', async () => {
  const id = 'd32fcdd6-7366-466d-a3b8-7e0d87c3cd8b';
  const secret = 'd3b07384d113edec49eaa6238ad5ff00';
  const refused = await watch('add', 'action-network', id, '--key', secret);
  expect(refused).toMatchObject({ code: 2, stdout: '' });
  expect(refused.stderr).toMatch(
    /watch\.1\.key\.parameter must be the full name of a parameter, beginning with a slash/,
  );
  expect(refused.stderr).not.toContain(secret);
  expect(now()).toBe(text);

  const added = await watch('add', 'action-network', id, '--key', '/petitions/action-network');
  expect(added.code).toBe(0);
  expect(now()).toContain(`"petition": "${id}", "key": {"parameter":"/petitions/action-network"} }`);
  const checked = await monitor('check', '--config', file);
  expect(checked.stdout).toContain(
    `action-network/${id} at https://actionnetwork.org\n  API key    in the parameter /petitions/action-network\n  signing    no end`,
  );
});

test('overrides are written, through a link into the file that it names', async () => {
  const link = join(folder, 'link.json');
  symlinkSync(file, link);
  const overrides = ['--base-url', 'https://archive.example.org', '--response-window', 'P60D'];
  const { code } = await monitor('watch', 'add', 'us-we-the-people', '22111', ...overrides, '--config', link);
  rmSync(link);
  expect(code).toBe(0);
  expect(now()).toContain(
    '{ "source": "us-we-the-people", "petition": "22111", "baseUrl": "https://archive.example.org", "responseWindow": "P60D" }',
  );
});

describe('what would be bad is not written, and ends with 2', () => {
  test.each<[string, string[], RegExp]>([
    ['an id that is none', ['add', 'uk-parliament', 'seven'], /^uk-parliament\/seven: id must look like "700143"/],
    [
      'a source that is none',
      ['add', 'uk', '7'],
      /^uk\/7: source must be a source that the monitor reads; did you mean "uk-parliament"\?/,
    ],
    [
      'a private host',
      ['add', 'uk-parliament', '7', '--base-url', 'http://localhost'],
      /watch\.1\.baseUrl must be an h/,
    ],
    [
      'a length that is none',
      ['add', 'uk-parliament', '7', '--response-window', 'soon'],
      /watch\.1\.responseWindow must/,
    ],
    [
      'the same with other settings',
      ['add', 'uk-parliament', '700143', '--response-window', 'P60D'],
      /is already watched, as \{"petition":"700143","source":"uk-parliament"\}/,
    ],
    [
      'a page that no source knows',
      ['add', 'https://example.org/petitions/7'],
      /is not the page of a petition that the/,
    ],
    [
      'no petition at all',
      ['add', '700143'],
      /^700143: does not name a petition; a good value is uk-parliament 700143,/,
    ],
    ['one that is not watched', ['remove', 'uk-parliament', '7'], /is not watched in .*; there are "uk-parliament\/7/],
    [
      'the last one, that somebody subscribes to',
      ['remove', 'uk-parliament', '700143'],
      /with this change: watch must name something/,
    ],
  ])('%s', async (_, parameters, message) => {
    const { code, stdout, stderr } = await watch(...parameters);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(message);
    expect(now()).toBe(text);
    expect(readdirSync(folder)).toEqual(['petitions.json']);
  });
});
