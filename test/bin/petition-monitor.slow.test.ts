/** The CDK app as `cdk` runs it, in a folder of its own: which file it deploys, and what `-c` changes. */
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Template } from 'aws-cdk-lib/assertions';
import * as z from 'zod/mini';
import { parseJson } from '../../src/validation.ts';

const path = (file: string): string => fileURLToPath(new URL(`../../${file}`, import.meta.url));
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'app-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** CDK's own check of a template takes half of a synth, and test/lib/nag.test.ts has it of every kind of stack: here once. */
function synthesised(
  context: Readonly<Record<string, unknown>> = {},
  CDK_VALIDATION = 'false',
): {
  template: Template;
  manifest: string;
  /** What synth says beside the template. */
  said: string;
} {
  const CDK_OUTDIR = join(folder, 'cdk.out');
  const CDK_CONTEXT_JSON = JSON.stringify({ 'aws:cdk:bundling-stacks': [], ...context });
  const program = ['--import', path('node_modules/tsx/dist/loader.mjs'), path('bin/petition-monitor.ts')];
  const env = { ...process.env, CDK_OUTDIR, CDK_CONTEXT_JSON, CDK_VALIDATION };
  const { status, stderr } = spawnSync(process.execPath, program, { cwd: folder, env, encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  const read = (file: string): string => readFileSync(join(CDK_OUTDIR, file), 'utf8');
  const template = parseJson(z.looseObject({}), read('PetitionThresholdMonitor.template.json'), 'template');
  return {
    template: Template.fromJSON(template),
    manifest: read('manifest.json'),
    said: read('PetitionThresholdMonitor.metadata.json'),
  };
}
const write = (config: object): void => writeFileSync(join(folder, 'petitions.json'), JSON.stringify(config));
const watch = [{ source: 'uk-parliament', petition: '700144' }];

test('a fresh clone deploys the example; a petitions.json takes its place', () => {
  copyFileSync(path('petitions.example.json'), join(folder, 'petitions.example.json'));
  synthesised({}, 'true').template.resourceCountIs('AWS::SNS::Subscription', 0);
  write({ watch, subscribers: [{ email: 'desk@example.org' }] });
  synthesised().template.resourceCountIs('AWS::SNS::Subscription', 1);
});

// github.com/aws-samples/aws-cdk-examples/issues/279, 2026-11: CloudFront is refused to accounts that are not verified.
test('with -c site=false the monitor is the one without a site, so CloudFront cannot fail it; synth says so', () => {
  write({ watch });
  const without = synthesised().template.toJSON();
  write({ watch, site: {} });
  const { template, said } = synthesised();
  template.resourceCountIs('AWS::CloudFront::Distribution', 1);
  expect(said).toContain('Deploy with -c site=false first');
  expect(synthesised({ site: 'false' }).template.toJSON()).toEqual(without);
});

test('protection and tags are those of -c', () => {
  write({ watch });
  const { manifest } = synthesised({ terminationProtection: 'true', tags: 'team=press' });
  expect(JSON.parse(manifest)).toMatchObject({
    artifacts: { PetitionThresholdMonitor: { properties: { terminationProtection: true, tags: { team: 'press' } } } },
  });
});

test('-c without leaves out an address, and refuses one that petitions.json does not name', () => {
  write({ watch, subscribers: [{ email: 'desk@example.org' }, { sms: '+447700900000' }] });
  synthesised({ without: 'desk@example.org' }).template.resourceCountIs('AWS::SNS::Subscription', 1);
  expect(() => synthesised({ without: 'other@example.org' })).toThrow(
    '-c without: "other@example.org" is no address that petitions.json names',
  );
});
