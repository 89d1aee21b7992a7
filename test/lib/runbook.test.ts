/** What runbook.md and deploy.md name is there: the outputs of a stack, and the placeholders of commands. */
import { readFileSync } from 'node:fs';
import { templateOf } from './synth-monitor.ts';

const page = (name: string): string => readFileSync(new URL(`../../docs/${name}`, import.meta.url), 'utf8');
const [runbook, deploy] = [page('runbook.md'), page('deploy.md')];

test('every output that they name is one of a stack that has everything', () => {
  const outputs = Object.keys(
    templateOf({
      watch: [{ source: 'uk-parliament', all: 'open' }],
      subscribers: [{ webhook: 'https://example.org/alerts' }, { slack: { parameter: '/petitions/slack' } }],
      operators: [{ webhook: 'https://example.org/alarms' }],
      digests: [{ name: 'daily', every: 'day', at: '08:00', timeZone: 'Europe/London' }],
      dashboard: true,
      site: { signUp: {} },
    }).findOutputs('*'),
  );
  const named = [...`${runbook}${deploy}`.matchAll(/`([A-Z][A-Za-z]+(?:Name|Arns?|Url|Domain))`/g)].map(
    ([, name]) => name,
  );
  expect(named).toEqual(expect.arrayContaining(['PollLogGroupName', 'FailureQueueUrl', 'SiteUrl']));
  // An attribute of a message.
  const others = ['SubscriptionArn'];
  expect(named.filter((name = '') => ![...outputs, ...others].includes(name))).toEqual([]);
});

test('every placeholder of a command in the runbook is in its table', () => {
  const told = [...runbook.matchAll(/^\| `([A-Z]+)`/gm)].map(([, name]) => name);
  const commands = [...runbook.matchAll(/`(aws [^`]+|npm run [^`]+)`|^(aws .+)$/gm)].map(
    ([, one, other]) => one ?? other,
  );
  const used = commands.flatMap((command = '') =>
    [...command.matchAll(/(?<![\w-])[A-Z]{4,}(?![\w-])/g)].map(([name]) => name),
  );
  expect(used.length).toBeGreaterThan(5);
  // What one filters by, and what a section explains itself.
  const others = ['ERROR', 'INFO', 'ADDRESS', 'BUCKET'];
  expect(used.filter((name) => !told.includes(name) && !others.includes(name))).toEqual([]);
});
