/**
 * Each source gets a part of the corpus of hostile answers, so that each answer is given to one at least; the slow test gives
 * all to all.
 */
import { casesFor, fieldCases, oneIn } from './cases.ts';
import { hostilePlatforms } from './platforms.ts';
import { brokenInPolls } from './polls.ts';
import { brokenInRun } from './run.ts';

const all = Object.entries(hostilePlatforms);
/** What an entry of the config describes may be anything: it gets more of them. */
const custom = 4;

test.each(all.map(([name, platform], index) => ({ name, platform, index })))(
  'what $name is answered is no reading, or the true one, and nothing false is told of it',
  async ({ platform, index }) => {
    const answers = oneIn(index < custom ? 5 : 20, casesFor(platform), index);
    expect(await brokenInPolls(platform, [...answers, ...oneIn(40, fieldCases(platform), index)])).toEqual([]);
  },
);

const { 'json, plain': json } = hostilePlatforms;
if (json === undefined) throw new Error('there is no such platform');

test('in a run of the poll function, hostile answers harm no petition beside them', async () => {
  expect(await brokenInRun(json, oneIn(16, casesFor(json)))).toEqual([]);
});

test('a run ends, whatever answer does not, and has read all others', async () => {
  expect(await brokenInRun(json, casesFor(json, true))).toEqual([]);
});
