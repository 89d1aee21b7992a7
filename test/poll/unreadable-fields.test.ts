/** A field that can never be read withholds verdicts for as long: operators are told. Through the real handler. */
import { at } from '../domain/story.ts';
import { setUp } from './poll-function.ts';

const here = setUp();
const deadline = '2016-01-19T17:00:00Z';
const after = (minutes: number): string => at(deadline).add({ minutes }).toString();

test('a deadline that can no longer be read is reported when it has lasted for two hours, and when it is over', async () => {
  await here.start('1');
  here.platform.shows('1', { signatureCount: 99_400 });
  await here.monitor.tick(after(-30));
  here.told();
  here.platform.shows('1', { deadline: 7e8 });
  for (let minute = 1; minute <= 131; minute += 5) await here.monitor.tick(after(minute));
  expect(here.told()).toEqual([]);
  expect(here.monitor.notices()).toMatchObject([
    { notice: 'monitor-failing', problem: 'petitions-unreadable', reason: expect.stringContaining('deadline') },
  ]);
  here.platform.shows('1', { deadline: at(deadline).epochMilliseconds / 1000 });
  for (let minute = 132; minute <= 217; minute += 5) await here.monitor.tick(after(minute));
  expect(here.told()).toEqual(['threshold-missed 1']);
  expect(here.monitor.notices()).toMatchObject([{ notice: 'monitor-recovered' }]);
});
