/** The samples that `send-test` publishes: whenever it is called, what the core would tell then. */
import { Temporal } from 'temporal-polyfill';
import * as z from 'zod/mini';
import { alertMessage } from '../../src/notifications/alert-message.ts';
import { gsm7Length } from '../../src/notifications/charsets.ts';
import { alertSchema } from '../../src/domain/alerts.ts';
import { sampleAlerts } from '../../cli/samples/sample-alerts.ts';
import { markAsTest } from '../../cli/samples/mark-as-test.ts';
import { oneOfEachWhenever, sampled } from './samples.ts';

test('whenever it is, there is one of each alert that the rules can make, seen at that instant', () =>
  oneOfEachWhenever(1));

test('marked, a message keeps the limits of a real one, and its attributes', () => {
  const [first] = sampled;
  if (first === undefined) throw new Error('there are rules');
  const { rules } = first;
  const [line] = rules.thresholds;
  if (line === undefined) throw new Error('there is a threshold');
  for (const petition of ['uk-parliament/1', `us-we-the-people/${'x'.repeat(64)}`]) {
    for (const alert of sampleAlerts(
      { petition, rules, threshold: line },
      Temporal.Instant.from('2026-01-05T17:00:00Z'),
    )) {
      const real = alertMessage({ ...alert, title: 'Pardon '.repeat(30) });
      const test = markAsTest(real, 'This is a test.');
      expect(test.subject).toMatch(/^TEST: [\x20-\x7e]{1,93}$/);
      expect(test.sms).toMatch(/^TEST: /);
      expect(gsm7Length(`PETITIONS> ${test.sms}`)).toBeLessThanOrEqual(160);
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
