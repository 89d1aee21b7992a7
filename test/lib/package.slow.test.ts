/** The package as another CDK app has it: packed, installed, synthesised, its types resolved. */
import { execFileSync } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Template } from 'aws-cdk-lib/assertions';
import * as z from 'zod/mini';
import { parseJson } from '../../src/validation.ts';
import { assetFiles } from '../../lambda/site/environment.ts';
import { readme, snippets } from '../docs.ts';
import { examplesText } from './examples.ts';

const repository = fileURLToPath(new URL('../..', import.meta.url));
const name = 'petition-threshold-monitor';
const { dependencies, peerDependencies } = parseJson(
  z.object({
    dependencies: z.record(z.string(), z.string()),
    peerDependencies: z.record(z.string(), z.string()),
  }),
  readFileSync(join(repository, 'package.json'), 'utf8'),
  'package.json',
);
let packed: string;
let app: string;
/** Where nothing else was installed: no CDK. */
let empty: string;

const run = (command: string, args: readonly string[], cwd = app): string =>
  execFileSync(command, args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });

/** A folder with the package as `npm pack` makes it, and of all else only these packages. */
function installed(...others: readonly string[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'app-'));
  const modules = join(folder, 'node_modules');
  for (const one of [...Object.keys(dependencies), ...others]) {
    mkdirSync(dirname(join(modules, one)), { recursive: true });
    symlinkSync(join(repository, 'node_modules', one), join(modules, one));
  }
  mkdirSync(join(modules, name));
  run('tar', ['-xzf', packed, '--strip-components', '1', '-C', join(modules, name)], folder);
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
  return folder;
}

beforeAll(() => {
  const folder = mkdtempSync(join(tmpdir(), 'packed-'));
  packed = join(folder, run('npm', ['pack', '--silent', '--pack-destination', folder], repository).trim());
  empty = installed();
  app = installed(...Object.keys(peerDependencies), '@types/node', '@swc/jest');
});
afterAll(() => {
  for (const folder of [dirname(packed), empty, app]) rmSync(folder, { recursive: true });
});

const code = `
import { App, Stack } from 'aws-cdk-lib';
import { PetitionMonitor } from '${name}';

const stack = new Stack(new App({ outdir: 'cdk.out' }), 'Newsroom');
const monitor = new PetitionMonitor(stack, 'Petitions', {
  watch: [{ source: 'uk-parliament', petition: '700143' }],
  subscribers: [{ email: 'desk@example.org' }],
  site: {},
});
monitor.alertTopic.topicArn;
`;

test('new PetitionMonitor(this, …) in a fresh app synthesises, with the bundles of the functions, and what browsers get', () => {
  writeFileSync(join(app, 'app.js'), `${code}stack.node.root.synth();`);
  run('node', ['app.js']);
  const out = join(app, 'cdk.out');
  const anything = z.record(z.string(), z.unknown());
  const template = Template.fromJSON(
    parseJson(anything, readFileSync(join(out, 'Newsroom.template.json'), 'utf8'), 'template'),
  );
  template.resourceCountIs('AWS::DynamoDB::GlobalTable', 1);
  template.hasResourceProperties('AWS::SNS::Subscription', { Protocol: 'email', Endpoint: 'desk@example.org' });
  const assets = readdirSync(out).filter((one) => one.startsWith('asset.'));
  expect(assets).toHaveLength(2);
  for (const asset of assets) {
    expect(readdirSync(join(out, asset))).toEqual(expect.arrayContaining(['index.js', 'petitions.json']));
    expect(readFileSync(join(out, asset, 'petitions.json'), 'utf8')).toContain('700143');
  }
  const site = assets.map((one) => join(out, one)).find((one) => existsSync(join(one, assetFiles.style))) ?? '';
  for (const file of Object.values(assetFiles)) expect(statSync(join(site, file)).size).toBeGreaterThan(0);
});

test('has every function, also those that an app has only with some settings', () => {
  const bundles = join(app, 'node_modules', name, 'dist/lambda');
  expect(readdirSync(bundles)).toEqual(readdirSync(join(repository, 'lambda')));
  for (const one of readdirSync(bundles)) expect(readdirSync(join(bundles, one))).toContain('index.js');
});

/** What README.md shows, each piece in a stack. */
const shown = (): string[] =>
  snippets(readme(), 'ts').map((snippet, index) => {
    const [imports, body] = [/^import .*$/gm, /^(?!import ).*$/gm].map((lines) =>
      (snippet.match(lines) ?? []).join('\n'),
    );
    const around = `class Shown extends Stack {
      constructor(scope: App, { watch, subscribers }: PetitionMonitorProps) {
        super(scope, 'Shown');
        ${body ?? ''}
      }
    }`;
    const needed = `import { App, Stack } from 'aws-cdk-lib';\nimport type { PetitionMonitorProps } from '${name}';`;
    const file = `shown-${index}.ts`;
    writeFileSync(join(app, file), [imports, needed, around].join('\n'));
    return file;
  });

test('its types are there: what is right compiles, with the example and what README.md shows; what is wrong does not', () => {
  writeFileSync(join(app, 'right.ts'), code);
  // An error that is expected, and is not there, is one.
  writeFileSync(
    join(app, 'wrong.ts'),
    code.replace(
      /^.*'uk-parliament'/m,
      (line) => `// @ts-expect-error\n${line.replace('uk-parliament', 'uk-parliment')}`,
    ),
  );
  copyFileSync(join(repository, 'examples/own-app/app.ts'), join(app, 'example.ts'));
  const pieces = shown();
  expect(pieces).not.toEqual([]);
  const compile = (...options: readonly string[]): string =>
    run('node', [
      ...[join(repository, 'node_modules/typescript/bin/tsc'), '--strict', '--skipLibCheck', '--types', 'node'],
      ...[...options, 'right.ts', 'wrong.ts', 'example.ts', ...pieces],
    ]);
  expect(compile('--module', 'esnext', '--moduleResolution', 'bundler', '--target', 'es2023', '--noEmit')).toBe('');
  expect(compile('--module', 'nodenext')).toBe('');
});

test('the example of an app of its own, compiled, synthesises', () => {
  run('node', ['example.js']);
});

test('the tests of an app that `cdk init` made load it, with the lines of examples/README.md', () => {
  const folder = join(app, 'commonjs');
  mkdirSync(folder);
  writeFileSync(join(folder, 'package.json'), '{}');
  writeFileSync(join(folder, 'jest.config.js'), `module.exports = {\n${snippets(examplesText, 'js').join('')}};`);
  writeFileSync(
    join(folder, 'app.test.ts'),
    `import { PetitionMonitor } from '${name}';\ntest('is there', () => expect(PetitionMonitor).toBeInstanceOf(Function));`,
  );
  run('node', [join(repository, 'node_modules/jest/bin/jest.js'), '--runInBand'], folder);
});

describe('the command line, in a folder without CDK', () => {
  const { bin } = parseJson(
    z.object({ bin: z.record(z.string(), z.string()) }),
    readFileSync(join(repository, 'package.json'), 'utf8'),
    'package.json',
  );
  const monitor = (...args: string[]): string =>
    run('node', [join('node_modules', name, bin['petition-monitor'] ?? ''), ...args], empty);

  test('is the only one that package.json names, so `npx petition-threshold-monitor` is it', () => {
    expect(Object.keys(bin)).toEqual(['petition-monitor']);
    expect(monitor('--help')).toContain('Usage: petition-monitor ');
    expect(readFileSync(join(empty, 'node_modules', name, bin['petition-monitor'] ?? ''), 'utf8')).toMatch(
      /^#!\/usr\/bin\/env node\n/,
    );
  });

  test('plays the recorded petitions', () => {
    expect(monitor('start', '--exit')).toContain('Threshold missed: 50,814 of 100,000 signatures');
  });

  test('polls, and makes the site, with what browsers get', () => {
    const watch = [{ source: 'us-we-the-people', petition: '1', baseUrl: 'http://127.0.0.1:1' }];
    writeFileSync(join(empty, 'petitions.json'), JSON.stringify({ watch, allowPrivateSources: true }));
    monitor('start', '--config', 'petitions.json', '--exit', '--data', 'data');
    expect(monitor('report', 'site', '--data', 'data')).toMatch(/^site: petitions 1, files written \d+/);
    expect(readdirSync(join(empty, 'site'))).toContain('index.html');
  });
});

const bytesIn = (folder: string): number =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, { parentPath, name: file }) => sum + statSync(join(parentPath, file)).size, 0);

test('an installation has less than 60 MB (2026-11: 35; with CDK and all that the bundles hold it had 286)', () => {
  const { packages } = parseJson(
    z.object({ packages: z.record(z.string(), z.object({ dev: z.optional(z.boolean()) })) }),
    readFileSync(join(repository, 'package-lock.json'), 'utf8'),
    'package-lock.json',
  );
  const others = Object.keys(packages).filter((path) => path !== '' && packages[path]?.dev !== true);
  expect(others).toContain('node_modules/classic-level');
  const folders = [join(empty, 'node_modules', name), ...others.map((path) => join(repository, path))];
  expect(folders.reduce((sum, folder) => sum + bytesIn(folder), 0)).toBeLessThan(60_000_000);
});

test('has the licence of everything in its bundles, and a script its own', () => {
  const dist = join(app, 'node_modules', name, 'dist');
  const notices = readFileSync(join(dist, 'THIRD-PARTY-NOTICES.txt'), 'utf8');
  for (const one of ['preact', 'zod', 'temporal-polyfill', '@aws-sdk/client-dynamodb', 'uplot'])
    expect(notices).toMatch(new RegExp(`^${one} \\d.* \\(.+\\)$`, 'm'));
  const scripts = Object.values(assetFiles).map((file) => readFileSync(join(dist, 'browser', file), 'utf8'));
  const [, terms = ''] = /^\/\*!\n(.*?)\*\//ms.exec(scripts.join('')) ?? [];
  expect(terms).toMatch(/^uplot .*Copyright .* Leon Sorokin.*Permission is hereby granted/s);
  expect(notices).toContain(terms);
});
