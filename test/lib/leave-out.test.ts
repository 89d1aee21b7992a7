/** A deploy without a subscription changes nothing else. */
import { Template } from 'aws-cdk-lib/assertions';
import * as z from 'zod/mini';
import { leaveOut } from '../../lib/leave-out.ts';
import { PetitionMonitorStack } from '../../lib/petition-monitor-stack.ts';
import { BadInput } from '../../src/validation.ts';
import { appFor } from './synth-monitor.ts';

const templateSchema = z.looseObject({
  Resources: z.record(z.string(), z.looseObject({ Type: z.string(), DependsOn: z.optional(z.array(z.string())) })),
});

function resourcesWithout(...named: readonly string[]): z.output<typeof templateSchema>['Resources'] {
  const schedule = { every: 'day', at: '08:00', timeZone: 'Europe/London' } as const;
  const stack = new PetitionMonitorStack(appFor(), 'Petitions', {
    monitor: {
      watch: [{ source: 'uk-parliament', petition: '700143' }],
      subscribers: [{ email: 'desk@example.org' }, { webhook: 'https://example.org/alerts' }],
      digests: [{ name: 'daily', ...schedule, subscribers: [{ email: 'desk@example.org' }] }],
    },
  });
  leaveOut(stack, named);
  return z.parse(templateSchema, Template.fromStack(stack).toJSON()).Resources;
}

const all = resourcesWithout();
const subscriptions = Object.keys(all).filter((id) => all[id]?.Type === 'AWS::SNS::Subscription');
const about = (address: string): string[] =>
  subscriptions.filter((id) => JSON.stringify(all[id]).includes(`"Endpoint":"${address}"`));
const [first = ''] = subscriptions;

test.each([
  ['an address: what it gets of alerts and digests', 'desk@example.org', about('desk@example.org'), 2],
  ['one subscription, by its id', first, [first], 1],
  // Its queue of undelivered messages stays, with what is in it.
  ['the only webhook, of both topics', 'https://example.org/alerts', about('https://example.org/alerts'), 2],
])('%s is left out, and nothing else changes', (_, named, gone, count) => {
  expect(gone).toHaveLength(count);
  const rest = Object.entries(all).filter(([id]) => !gone.includes(id));
  const expected = rest.map(([id, { DependsOn, ...resource }]) => {
    const left = DependsOn?.filter((other) => !gone.includes(other));
    return [id, { ...resource, ...(left && { DependsOn: left }) }];
  });
  expect(resourcesWithout(named)).toEqual(Object.fromEntries(expected));
});

test('what petitions.json does not name is a fault', () => {
  expect(() => resourcesWithout('other@example.org')).toThrow(BadInput);
  expect(() => resourcesWithout('other@example.org')).toThrow(
    '"other@example.org" is no address that petitions.json names',
  );
});
