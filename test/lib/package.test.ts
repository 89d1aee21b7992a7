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
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Template } from 'aws-cdk-lib/assertions';
import * as z from 'zod/mini';
import { parseJson } from '../../lambda/border.ts';
import { assetFiles } from '../../lambda/report/environment.ts';
import { readme, snippets } from '../papers.ts';

const repository = fileURLToPath(new URL('../..', import.meta.url));
const name = 'petition-threshold-monitor';
let app: string;

const run = (command: string, args: readonly string[], cwd = app): string =>
  execFileSync(command, args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });

/** An app whose node_modules has all that this package depends on, and the package as npm packs it. */
beforeAll(() => {
  app = mkdtempSync(join(tmpdir(), 'app-'));
  const modules = join(app, 'node_modules');
  mkdirSync(modules);
  for (const one of readdirSync(join(repository, 'node_modules'))) {
    if (one !== name) symlinkSync(join(repository, 'node_modules', one), join(modules, one));
  }
  const packed = run('npm', ['run', '--silent', 'package', '--', '--silent', '--pack-destination', app], repository)
    .trim()
    .split('\n')
    .at(-1);
  mkdirSync(join(modules, name));
  run('tar', ['-xzf', packed ?? '', '--strip-components', '1', '-C', join(modules, name)]);
  writeFileSync(join(app, 'package.json'), '{ "type": "module" }');
}, 60_000);
afterAll(() => rmSync(app, { recursive: true }));

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
}, 60_000);

test('its types are there: what is right compiles, what is wrong does not', () => {
  const tsc = ['tsc', '--noEmit', '--strict', '--skipLibCheck', '--module', 'nodenext', '--types', 'node'];
  writeFileSync(join(app, 'right.ts'), code);
  expect(run('npx', [...tsc, 'right.ts'])).toBe('');
  writeFileSync(join(app, 'wrong.ts'), code.replace("'uk-parliament'", "'uk-parliment'"));
  expect(() => run('npx', [...tsc, 'wrong.ts'])).toThrow();
}, 60_000);

test('the example of an app of its own compiles, and synthesises', () => {
  copyFileSync(join(repository, 'examples/own-app/app.ts'), join(app, 'example.ts'));
  run('npx', ['tsc', '--strict', '--skipLibCheck', '--module', 'nodenext', '--types', 'node', 'example.ts']);
  run('node', ['example.js']);
}, 60_000);

test('what README.md shows compiles', () => {
  const shown = snippets(readme(), 'ts').map((snippet, index) => {
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
  expect(shown).not.toEqual([]);
  run('npx', ['tsc', '--noEmit', '--strict', '--skipLibCheck', '--module', 'nodenext', '--types', 'node', ...shown]);
}, 60_000);

test('the command is there', () => {
  expect(run('node', [join('node_modules', name, 'bin', 'monitor.js'), '--help'])).toContain('backtest');
}, 60_000);
