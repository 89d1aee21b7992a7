/** Every run on this machine is bounded from the outside: ticks, lists, digests, the site. */
import { limited } from '../../local/limited-run.ts';

afterEach(() => void jest.useRealTimers());

test('a run that never ends is given up a minute after its limit, and one that ends is not', async () => {
  jest.useFakeTimers();
  const lefts: number[] = [];
  const never = limited((_, { getRemainingTimeInMillis }) => {
    lefts.push(getRemainingTimeInMillis());
    return new Promise<never>(() => undefined);
  }, 50_000);
  let outcome = 'waiting';
  const given = never().catch((error: unknown) => void (outcome = String(error)));
  await jest.advanceTimersByTimeAsync(109_999);
  expect(outcome).toBe('waiting');
  await jest.advanceTimersByTimeAsync(1);
  await given;
  expect(outcome).toBe('Error: the run gave no result within 110 s');
  await expect(limited(() => Promise.resolve('done'), 50_000)()).resolves.toBe('done');
  expect(lefts).toEqual([50_000]);
  expect(jest.getTimerCount()).toBe(0);
});
