/** The samples of alerts at many instants, under all rules. */
import { Temporal } from 'temporal-polyfill';
import fc from 'fast-check';
import { alertNames } from '../../src/domain/alerts.ts';
import { rulebook } from '../../src/domain/rulebook.ts';
import { owesResponse, type Rules } from '../../src/domain/rules.ts';
import { sampleAlerts } from '../../cli/samples/sample-alerts.ts';

export const sampled = Object.entries(rulebook).flatMap(([source, history]) =>
  history.map(({ rules }: { readonly rules: Rules }) => ({ petition: `${source}/sample`, rules })),
);
// From 2016 to 2036: across the ends of months, leap days and the changes of clocks.
const instants = fc
  .integer({ min: 1_451_606_400, max: 2_082_758_400 })
  .map((seconds) => Temporal.Instant.fromEpochMilliseconds(seconds * 1000));

/** There is one of each alert that the rules can make, seen at that instant: at these, and at so many others. */
export function oneOfEachWhenever(others: number): void {
  const check = (now: Temporal.Instant): void => {
    for (const { petition, rules } of sampled) {
      for (const line of rules.thresholds) {
        const able = alertNames.filter(
          (name) =>
            (rules.retractable || name !== 'threshold-retracted') &&
            (line.moves !== true || name !== 'threshold-changed') &&
            (owesResponse(line) || !name.startsWith('response-')),
        );
        const alerts = sampleAlerts({ petition, rules, threshold: line }, now);
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
  fc.assert(fc.property(instants, check), { numRuns: others });
}
