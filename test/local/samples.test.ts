/** The samples that `send-test` publishes: whenever it is called, what the core would tell then. */
import { Temporal } from 'temporal-polyfill';
import fc from 'fast-check';
import * as z from 'zod/mini';
import { messageOf } from '../../lambda/alerts/message.ts';
import { gsm7Length } from '../../lambda/alerts/text.ts';
import { alertNames, alertSchema } from '../../lambda/petition/alerts.ts';
import { rulebook } from '../../lambda/petition/rulebook.ts';
import type { Rules } from '../../lambda/petition/rules.ts';
import { sampleAlerts } from '../../local/samples/alerts.ts';
import { asTest } from '../../local/samples/mark.ts';

const sampled = Object.entries(rulebook).flatMap(([source, history]) =>
  history.map(({ rules }: { readonly rules: Rules }) => ({ petition: `${source}/sample`, rules })),
);
// From 2016 to 2036: across the ends of months, leap days and the changes of clocks.
const instants = fc
  .integer({ min: 1_451_606_400, max: 2_082_758_400 })
  .map((seconds) => Temporal.Instant.fromEpochMilliseconds(seconds * 1000));

test('whenever it is, there is one of each alert that the rules can make, seen at that instant', () => {
  const check = (now: Temporal.Instant): void => {
    for (const { petition, rules } of sampled) {
      for (const line of rules.thresholds) {
        const able = alertNames.filter(
          (name) =>
            (rules.retractable || name !== 'threshold-retracted') &&
            (line.responseWindow !== undefined || !name.startsWith('response-')),
        );
        const alerts = sampleAlerts({ petition, rules, line }, now);
        expect(alerts.map(({ alert }) => alert)).toEqual(able);
        for (const alert of alerts) {
          expect(alert.detectedAt.equals(now)).toBe(true);
          expect(alert.petition).toBe(petition);
          expect(alert.id).toBe(`${petition}#test-${alert.alert}-${now.toString()}`);
        }
      }
    }
  };
  for (const now of [
    '2024-02-29T23:59:59Z',
    '2026-03-29T01:00:00Z',
    '2026-12-31T00:00:00Z',
    '2026-03-31T12:00:00Z',
    '2030-02-28T23:00:00Z',
  ]) {
    check(Temporal.Instant.from(now));
  }
  fc.assert(fc.property(instants, check), { numRuns: 50 });
});

test('marked, a message keeps the limits of a real one, and its attributes', () => {
  const [first] = sampled;
  if (first === undefined) throw new Error('there are rules');
  const { rules } = first;
  const [line] = rules.thresholds;
  if (line === undefined) throw new Error('there is a threshold');
  for (const petition of ['uk-parliament/1', `us-we-the-people/${'x'.repeat(64)}`]) {
    for (const alert of sampleAlerts({ petition, rules, line }, Temporal.Instant.from('2026-01-05T17:00:00Z'))) {
      const real = messageOf({ ...alert, title: 'Pardon '.repeat(30) });
      const test = asTest(real, 'This is a test.');
      expect(test.subject).toMatch(/^TEST: [\x20-\x7e]{1,93}$/);
      expect(test.sms).toMatch(/^TEST: /);
      expect(gsm7Length(test.sms)).toBeLessThanOrEqual(160);
      expect(test.email).toBe(`This is a test.\n\n${real.email}`);
      expect(test.attributes).toEqual(real.attributes);
      const { data, ...event } = z.parse(z.looseObject({ data: z.unknown() }), JSON.parse(test.event));
      expect(data).toMatchObject({ test: true });
      expect({ ...event, data: z.parse(alertSchema, data) }).toEqual({
        ...z.parse(z.looseObject({}), JSON.parse(real.event)),
        data: { ...alert, title: 'Pardon '.repeat(30) },
      });
    }
  }
});
