import { citation, hashSentence } from '../../src/status/citation.ts';
import { alertPath } from '../../src/status/petition-path.ts';
import { sample } from '../notifications/samples.ts';

const site = { title: 'Petitions we watch', url: 'https://petitions.example.org/' };
const [one, other] = ['a'.repeat(64), 'b'.repeat(64)];

test('an alert is cited by its title, what it says, the monitor, its time, its address and the hash', () => {
  const alert = { ...sample('threshold-met'), title: 'Save\nthe “Cat”', sha256: [one] };
  const line = citation(alert, site);
  expect(line).toMatch(
    /^“Save the “Cat””: Threshold met: .* signatures\. Petitions we watch, \d+ \w+ \d{4}, \d\d:\d\d \(.* time\)\. https/,
  );
  expect(line).toContain(` ${site.url}${alertPath(alert)}. SHA-256 of what the platform sent: ${one}.`);
  expect(line).not.toMatch(/\n/);
});

test('several bodies of one poll have several hashes; what has none says so, and its citation leaves it out', () => {
  const alert = sample('threshold-met');
  expect(hashSentence({ ...alert, sha256: [one, other] })).toBe(
    `SHA-256 of what the platform sent, in 2 parts: ${one}, ${other}.`,
  );
  for (const none of [alert, { ...alert, sha256: [] }]) {
    expect(hashSentence(none)).toMatch(/^There is no hash/);
    expect(citation(none, site)).not.toMatch(/hash|SHA/);
  }
});
