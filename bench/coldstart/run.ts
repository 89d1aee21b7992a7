/**
 * `npm run bench:coldstart`: how much code each function reads when it starts, and how long that takes, beside nothing but
 * the same clients of the SDK: in one file, as esbuild makes it by itself, and made as the functions are. Each run is a
 * fresh process; bundles take turns. `NODE_BIN` names another Node.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { buildSync } from 'esbuild';
import * as z from 'zod/mini';
import { parse } from '../../src/validation.ts';
import { bundleFunction } from '../../lib/bundle.ts';
import { PetitionMonitorStack } from '../../lib/petition-monitor-stack.ts';
import { least, median } from '../numbers.ts';
import { pinned } from '../processes.ts';
import { print, type Row } from '../table.ts';

const warmUps = 3;
const runs = 25;

interface Bundle {
  readonly name: string;
  readonly file: string;
}

const functions = z.record(
  z.string(),
  z.object({ Metadata: z.object({ 'aws:cdk:path': z.string(), 'aws:asset:path': z.string() }) }),
);

/** The functions of the stack as synth makes them. */
function synthesised(folder: string): Bundle[] {
  // So that the template says which asset is whose.
  const context = { 'aws:cdk:enable-path-metadata': true, 'aws:cdk:enable-asset-metadata': true };
  const app = new App({ outdir: folder, context });
  const monitor = { watch: [{ source: 'uk-parliament' as const, petition: '700143' }] };
  const stack = new PetitionMonitorStack(app, 'Petitions', { monitor });
  app.synth();
  const found = parse(functions, Template.fromStack(stack).findResources('AWS::Lambda::Function'), 'template');
  return Object.values(found).map(({ Metadata }) => ({
    name: Metadata['aws:cdk:path'].split('/').at(-3) ?? '',
    file: join(folder, Metadata['aws:asset:path'], 'index.js'),
  }));
}

const script = `
  const began = process.hrtime.bigint();
  const before = process.cpuUsage();
  require(process.argv[1]);
  const { user, system } = process.cpuUsage(before);
  const ms = Number(process.hrtime.bigint() - began) / 1e6;
  process.stdout.write(JSON.stringify({ ms, cpu: (user + system) / 1e3, read: Object.keys(require.cache) }));
`;
const measured = z.object({ ms: z.number(), cpu: z.number(), read: z.array(z.string()) });
type Measured = z.output<typeof measured>;

function measure(node: string, { file }: Bundle): Measured {
  const env = { PATH: process.env.PATH, AWS_REGION: 'us-east-1' };
  const [command, args] = pinned('measured', node, '-e', script, file);
  return parse(measured, JSON.parse(execFileSync(command, args, { env, encoding: 'utf8' })), 'run');
}

const folder = mkdtempSync(join(tmpdir(), 'coldstart-'));
const entry = fileURLToPath(new URL('sdk-only.ts', import.meta.url));
const sdkOnly: Bundle = { name: 'the same clients of the SDK alone', file: join(folder, 'one-file', 'index.js') };
buildSync({
  entryPoints: [entry],
  outfile: sdkOnly.file,
  bundle: true,
  minify: true,
  platform: 'node',
  target: 'node24',
  format: 'cjs',
  mainFields: ['module', 'main'],
  legalComments: 'none',
});
const sdkInParts: Bundle = { name: 'these, made as the functions are', file: join(folder, 'in-parts', 'index.js') };
bundleFunction(entry, dirname(sdkInParts.file));
const ours = synthesised(folder);
const bundles = [sdkOnly, sdkInParts, ...ours];

const codeIn = (files: readonly string[]): Buffer => Buffer.concat(files.map((file) => readFileSync(file)));
/** All of a bundle's code, that which is loaded only when it is needed too. */
const filesOf = ({ file }: Bundle): string[] =>
  readdirSync(dirname(file))
    .filter((name) => name.endsWith('.js'))
    .map((name) => join(dirname(file), name));

const rows: Row[] = [];
for (const node of [process.execPath, ...(process.env.NODE_BIN === undefined ? [] : [process.env.NODE_BIN])]) {
  const version = execFileSync(node, ['-p', 'process.version'], { encoding: 'utf8' }).trim();
  const taken = new Map(bundles.map(({ file }): [string, Measured[]] => [file, []]));
  for (let run = -warmUps; run < runs; run++) {
    for (const one of bundles) {
      const took = measure(node, one);
      if (run >= 0) taken.get(one.file)?.push(took);
    }
  }
  const of = ({ file }: Bundle, figure: (one: Measured) => number): number[] => (taken.get(file) ?? []).map(figure);
  const leastCpu = (one: Bundle): number => least(of(one, ({ cpu }) => cpu));
  for (const one of bundles) {
    const ms = of(one, (run) => run.ms);
    const read = codeIn(taken.get(one.file)?.[0]?.read ?? []);
    rows.push([
      version,
      ours.includes(one) ? `**${one.name}**` : one.name,
      (codeIn(filesOf(one)).length / 1024).toFixed(0),
      (read.length / 1024).toFixed(0),
      (gzipSync(read).length / 1024).toFixed(0),
      median(ms).toFixed(0),
      least(ms).toFixed(0),
      leastCpu(one).toFixed(0),
      (leastCpu(one) / leastCpu(sdkOnly)).toFixed(2),
      (leastCpu(one) / leastCpu(sdkInParts)).toFixed(2),
    ]);
  }
}
rmSync(folder, { recursive: true });
print(
  'npm run bench:coldstart',
  [
    'Node',
    'bundle',
    'kB',
    'read, kB',
    'gzip kB',
    'import, median ms',
    'least ms',
    'least CPU ms',
    'of the SDK alone',
    'of the same, made alike',
  ],
  rows,
);
