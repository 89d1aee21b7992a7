/** A time that cannot be read costs its field, and never the count: in every answer in JSON that a source reads. */
import { oddTimesIn } from './cases.ts';
import { hostilePlatforms } from './platforms.ts';
import { Polls } from './polls.ts';

const withTimes = Object.entries(hostilePlatforms)
  .map(([name, platform]) => ({ name, platform, cases: oddTimesIn(platform) }))
  .filter(({ cases }) => cases.length > 0);

test.each(withTimes)(
  '$name: the count is read, whatever stands in the place of a time',
  async ({ platform, cases }) => {
    const polls = await Polls.of(platform);
    try {
      for (const { name, spoil } of cases) {
        const { outcome, petition } = await polls.poll(undefined, 0, spoil);
        expect([name, outcome.kind, petition.last?.signatures]).toEqual([name, 'read', platform.count]);
      }
    } finally {
      await polls.close();
    }
  },
);
