/** The whole corpus of hostile answers, for each source; of what carries an answer, each for every eighth. */
import { casesFor, fieldCases, oneIn } from './cases.ts';
import { hostilePlatforms } from './platforms.ts';
import { brokenInPolls } from './polls.ts';
import { brokenInRun } from './run.ts';

const all = Object.entries(hostilePlatforms);

test.each(all.map(([name, platform], index) => ({ name, platform, index })))(
  'what $name is answered is no reading, or the true one',
  async ({ platform, index }) => {
    const cases = casesFor(platform);
    const carriers = cases.filter(({ isCarrier }) => isCarrier);
    const others = cases.filter(({ isCarrier }) => isCarrier !== true);
    expect(
      await brokenInPolls(platform, [
        ...oneIn(8, carriers, index),
        ...others,
        ...oneIn(10, fieldCases(platform), index),
      ]),
    ).toEqual([]);
  },
);

test('answers that do not end are given up by all sources', async () => {
  const waiting = all.flatMap(([name, platform]) =>
    casesFor(platform, true).map(async (one) =>
      (await brokenInPolls(platform, [one])).map((fault) => `${name}: ${fault}`),
    ),
  );
  expect((await Promise.all(waiting)).flat()).toEqual([]);
});

/** A third of the corpus. More in one run would wait for each other: they, the run and the table are one process. */
const [runs, tried] = [24, 8];

test.each(all.filter(([name]) => name.endsWith(', plain')))(
  'runs of the poll function over %s harm no petition beside it',
  async (_, platform) => {
    for (let run = 0; run < tried; run += 1) {
      expect(await brokenInRun(platform, oneIn(runs, casesFor(platform), run))).toEqual([]);
    }
  },
);
