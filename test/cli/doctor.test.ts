/** `doctor`, at platforms on loopback. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { configOf, samplePetitions } from '../../cli/commands/doctor.ts';
import { checkConfig } from '../../src/config/read-config.ts';
import { sources } from '../../src/sources/registry.ts';
import type { Source } from '../../src/sources/source.ts';
import { serve, type Loopback } from '../loopback.ts';
import { petition as ofGroup, id as groupId } from '../sources/contract/action-network.ts';
import { textOf } from '../sources/contract/contract.ts';
import { contract as ukParliament } from '../sources/contract/uk-parliament.ts';
import { jsonLines, monitorWith, type Ended } from './cli.ts';

const folder = mkdtempSync(join(tmpdir(), 'doctor-'));
const file = join(folder, 'petitions.json');
const sockets = new Set<unknown>();
let platform: Loopback;
beforeAll(async () => {
  platform = await serve((request, response) => {
    sockets.add(request.socket);
    const text = textOf({ ...ukParliament.open.bodies(392_979), '/green': '<b>1,400</b><i>soon</i>' }, request.url);
    if (request.headers['osdi-api-token'] === 'secret-123') response.end(JSON.stringify(ofGroup));
    else if (text === undefined) response.writeHead(500).end();
    else response.end(text);
  });
});
afterAll(async () => {
  await platform.close();
  rmSync(folder, { recursive: true });
});

const rules = { timeZone: 'Europe/London', thresholds: [{ name: 'council', signatures: 1_500 }] };
const green = (signatures: string): object => ({ locale: 'en', url: `${platform.url}/green`, signatures, rules });

function doctor(watch: readonly object[], ...parameters: string[]): Promise<Ended> {
  writeFileSync(file, JSON.stringify({ watch, allowPrivateSources: true, contact: 'https://example.org/us' }));
  return monitorWith({ GROUP_KEY: 'secret-123' }, 'doctor', '--config', file, ...parameters);
}
const ofUk = (): object => ({ source: 'uk-parliament', petition: '700143', baseUrl: platform.url });

test('each source that can be read has its count and state; every other one has the reason, and the exit code is 1', async () => {
  const watch = [
    ofUk(),
    { source: 'html', petition: 'green', ...green('b') },
    { source: 'senedd', petition: '244400', baseUrl: platform.url },
  ];
  const { code, stdout, stderr } = await doctor(watch);
  const cells = stdout.split('\n').map((line) => line.split('│').map((cell) => cell.trim()));
  expect(cells.filter((row) => row.length > 1).map((row) => row.slice(1, 5))).toEqual([
    ['petition', 'read', 'took', 'what'],
    ['uk-parliament/700143', 'yes', expect.stringMatching(/^\d+\.\d s$/), '392,979 signatures; open'],
    ['html/green', 'yes', expect.any(String), expect.stringMatching(/^1,400 signatures; the platform does not say/)],
    ['', '', '', 'open'],
    ['senedd/244400', 'no', expect.any(String), `${platform.url}/petitions/244400.json: answered 500`],
  ]);
  expect({ code, stderr }).toEqual({ code: 1, stderr: '1 of 3 cannot be read: senedd/244400\n' });
  // One after the other on one connection, by the name of those who ask.
  expect(sockets.size).toBe(1);
  expect(platform.requests[0]?.headers['user-agent']).toContain('+https://example.org/us');
});

test('the same as data, with what could not be read of an answer, and with a key that is not shown', async () => {
  const key = { parameter: '/group' };
  const watch = [
    { source: 'action-network', petition: groupId, baseUrl: platform.url, key },
    { source: 'html', petition: 'green', ...green('b'), deadline: { selector: 'i', format: 'd MMMM yyyy' } },
  ];
  const { code, stdout, stderr } = await doctor(watch, '--key', '/group=GROUP_KEY', '--format', 'jsonl');
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(jsonLines(stdout)).toEqual([
    {
      petition: `action-network/${groupId}`,
      read: true,
      seconds: expect.any(Number),
      signatures: 345,
      open: null,
      unreadable: [],
    },
    {
      petition: 'html/green',
      read: true,
      seconds: expect.any(Number),
      signatures: 1_400,
      open: null,
      unreadable: [expect.stringMatching(/^deadline/)],
    },
  ]);
  expect(stdout).not.toContain('secret-123');
});

test('of a source one petition is asked for, however many are watched', async () => {
  const before = platform.requests.length;
  const others = [
    { ...ofUk(), petition: '7' },
    { source: 'uk-parliament', all: 'open', baseUrl: platform.url },
  ];
  expect((await doctor([ofUk(), ...others])).code).toBe(0);
  expect(platform.requests.length - before).toBe(1);
});

test('of a source with several sites one petition of each is asked for', () => {
  const watch = ['petitions.senat.fr/i-1', 'petitions.senat.fr/i-2', 'decidim.barcelona/i-1'].map((petition) => ({
    source: 'decidim',
    petition,
  }));
  writeFileSync(file, JSON.stringify({ watch }));
  const sample = { source: 'decidim', petition: sources.decidim.sample };
  // The sample is of one of them.
  expect(configOf(file).watch).toMatchObject([sample, watch[2] ?? {}]);
});

test.each(Object.entries<Source>(sources))('the sample of %s is an id of it', (_, { sample, id }) => {
  expect(sample === undefined || id.pattern.test(sample)).toBe(true);
});

test('without a config the samples are polled, of which there is none without a live platform or without a key', () => {
  const { watch } = checkConfig({ watch: samplePetitions() }, 'the samples');
  const names = watch.map(({ source }) => source);
  expect(names).toEqual(expect.arrayContaining(['uk-parliament', 'finland', 'korea-assembly']));
  expect(names).not.toContain('us-we-the-people');
  expect(names).not.toContain('action-network');
});
