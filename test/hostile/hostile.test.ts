/** One answer in three of each kind of the hostile corpus is given to one source; the slow test gives all to all. */
import type { Case } from './law.ts';
import { casesFor, fieldCases, oneIn } from './cases.ts';
import { kinds } from './answers.ts';
import { hostilePlatforms } from './platforms.ts';
import { brokenInPolls } from './polls.ts';
import { brokenInRun } from './run.ts';

const all = Object.entries(hostilePlatforms).map(([name, platform], index) => ({
  name,
  platform,
  fields: oneIn(120, fieldCases(platform), index),
  possible: new Map(casesFor(platform).map((one) => [one.name, one])),
}));
/** What an entry of the config describes may be anything: it gets three times as many. */
const turns = [...all, ...all.slice(0, 4), ...all.slice(0, 4)];
const tried = Object.entries(kinds).flatMap(([kind, { answers }]) =>
  Object.keys(answers).flatMap((name, index) => (index % 3 === 0 ? [`${kind}: ${name}`] : [])),
);
const answers = tried.filter((name) => all.some(({ possible }) => possible.has(name)));

/** What the source is the next to get, of those that some answer is possible for. */
function dealtTo(source: (typeof all)[number]): Case[] {
  const next = (answer: string, turn: number) =>
    turns.map((_, index) => turns[(turn + index) % turns.length]).find((one) => one?.possible.has(answer));
  return answers
    .filter((answer, turn) => next(answer, turn) === source)
    .flatMap((answer) => source.possible.get(answer) ?? []);
}

test.each(all)(
  'what $name is answered is no reading, or the true one, and nothing false is told of it',
  async (source) => {
    expect(await brokenInPolls(source.platform, [...dealtTo(source), ...source.fields])).toEqual([]);
  },
);

test('each of these answers is given to one source, and none of a kind is left out', () => {
  const dealt = all.flatMap((source) => dealtTo(source).map(({ name }) => name));
  expect(dealt.sort()).toEqual([...answers].sort());
  for (const [kind, { waits = false }] of Object.entries(kinds))
    expect([kind, waits || dealt.some((name) => name.startsWith(`${kind}: `))]).toEqual([kind, true]);
});

const { 'json, plain': json } = hostilePlatforms;
if (json === undefined) throw new Error('there is no such platform');

test('in a run of the poll function, hostile answers harm no petition beside them', async () => {
  expect(await brokenInRun(json, oneIn(16, casesFor(json)))).toEqual([]);
});

test('a run ends, whatever answer does not, and has read all others', async () => {
  expect(await brokenInRun(json, casesFor(json, true))).toEqual([]);
});
