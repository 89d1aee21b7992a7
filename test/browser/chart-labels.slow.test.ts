/** The labels of the chart as a real browser lays them out, over generated petitions, on a phone and a desk. */
import fc from 'fast-check';
import * as z from 'zod/mini';
import { petitionPath } from '../../lambda/site/paths.ts';
import { parse } from '../../src/validation.ts';
import { sample } from '../site/sample.ts';
import { inChromium } from './chromium.ts';
import { setUp } from './served.ts';
import { widths } from './visit.ts';

/** What is wrong with the labels and marks of the page, and the texts of the labels. */
const faultsOfLabels = `(() => {
  const box = (element, shrink = 0) => {
    const { left, top, right, bottom } = element.getBoundingClientRect();
    return { left: left + shrink, top: top + shrink, right: right - shrink, bottom: bottom - shrink };
  };
  const overlap = (a, b) => a.left < b.right - 0.01 && b.left < a.right - 0.01 && a.top < b.bottom - 0.01 && b.top < a.bottom - 0.01;
  const plot = box(document.querySelector('.plot'));
  const labels = [...document.querySelectorAll('.label')];
  const marks = [...document.querySelectorAll('.mark')];
  const faults = [];
  labels.forEach((label, index) => {
    const its = box(label);
    if (its.left < plot.left || its.right > plot.right || its.top < plot.top || its.bottom > plot.bottom) faults.push('outside: ' + label.textContent);
    if (label.scrollWidth > label.clientWidth) faults.push('clipped: ' + label.textContent);
    for (const other of labels.slice(index + 1)) if (overlap(its, box(other))) faults.push(label.textContent + ' on ' + other.textContent);
    for (const mark of marks) if (overlap(its, box(mark, 4))) faults.push(label.textContent + ' under a mark');
  });
  return { faults, texts: labels.map(({ textContent }) => textContent) };
})()`;
const found = z.object({ faults: z.array(z.string()), texts: z.array(z.string()) });

const day = 86_400_000;
const opened = Date.parse('2026-01-01T00:00:00Z');
const instant = (days: number): string => new Date(opened + days * day).toISOString();

/** A petition of tiny or huge numbers, with two thresholds near each other and crossings anywhere, near both edges too. */
const petitions = fc
  .record({
    needed: fc.constantFrom(3, 100, 10_000, 1_000_000, 2_000_000_000),
    /** The second threshold, as a multiple of the first. */
    second: fc.constantFrom(1.01, 1.05, 1.3, 10),
    /** The last count, as a multiple of the first threshold. */
    reached: fc.constantFrom(0, 0.3, 0.97, 1.0, 1.03, 1.2, 12),
    bend: fc.constantFrom(0.1, 0.6, 1, 3, 12),
    /** The days with readings, of a window of 180. */
    days: fc.constantFrom(1, 20, 178, 180),
    high: fc.constantFrom(1, 1.2, 9, 400),
    name: fc.constantFrom('response', 'a', 'consideration-by-the-whole-committee-of-petitions-and-its-members'),
    answered: fc.option(fc.constantFrom(0.5, 1, 1.01, 3)),
  })
  .map(({ needed, second, reached, bend, days, high, name, answered }) => {
    const last = Math.round(needed * reached);
    const count = (share: number): number => Math.round(last * share ** bend);
    const shares = Array.from({ length: 41 }, (_, index) => index / 40);
    const crossing = shares.find((share) => count(share) >= needed) ?? 1;
    return {
      readings: shares.map((share) => [instant(share * days), count(share)]),
      thresholds: [
        { threshold: name, needed },
        { threshold: 'debate', needed: Math.ceil(needed * second) },
      ],
      deadline: instant(180),
      closed: null,
      answer: answered === null ? null : { by: instant(answered * 180) },
      forecast:
        days === 180
          ? null
          : { low: last + 1, median: Math.round(last * 1.1) + 2, high: Math.round((last + 3) * high) },
      alerts: [0, crossing - 0.02, crossing, 1].map((share, index) => ({
        id: `a/1#${index}`,
        detectedAt: instant(Math.max(0, share) * days),
        signatures: 1,
        headline: 'Alert',
      })),
    };
  });

inChromium('the labels of the chart', () => {
  const fixture = setUp();

  test.each(Object.entries(widths))(
    'never cover each other or a mark, lose no letter and stay in the plot, and each threshold in sight has one: %s',
    async (_, width) => {
      const name = sample().of('due').petition.petition;
      const { page, context } = await fixture.visit(petitionPath(name, 'html'), { width });
      await fc.assert(
        fc.asyncProperty(petitions, async (petition) => {
          await fixture.served.put({ path: petitionPath(name, 'json'), body: JSON.stringify(petition) });
          await page.reload({ waitUntil: 'load' });
          await page.locator('#chart .label').first().waitFor();
          const { faults, texts } = parse(found, await page.evaluate(faultsOfLabels), 'labels');
          expect(faults).toEqual([]);
          for (const { needed } of petition.thresholds.slice(0, 1))
            expect(texts.join()).toContain(new Intl.NumberFormat('en-GB').format(needed));
        }),
        { numRuns: 40 },
      );
      await context.close();
    },
  );
});
