/** What people and machines are told when many alerts wait at once, whatever these are and whatever SNS takes of them. */
import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import type { MessageAttributeValue } from '@aws-sdk/client-sns';
import { chosenByPeople } from '../../src/config/named-recipients.ts';
import { filterPolicyOf } from '../../src/config/subscriptions.ts';
import { isMainAlert, type Alert, type AlertName } from '../../src/domain/alerts.ts';
import { AcceptedTopics } from '../../src/notifications/accepted-topics.ts';
import { alertMessage, type SnsMessage } from '../../src/notifications/alert-message.ts';
import { inBatches } from '../../src/notifications/burst.ts';
import type { NotPublished } from '../../src/notifications/outbox.ts';
import { NotYet } from '../../src/notifications/pace.ts';
import { publishCommand } from '../../src/notifications/sns-publisher.ts';
import { summaryKind, summaryMessage } from '../../src/notifications/summary-message.ts';
import { publishTogether } from '../../src/polling/publish-together.ts';
import { filterPolicySchema, matchesFilterPolicy } from '../../emulator/sns/filter-policy.ts';
import { parse } from '../../src/validation.ts';
import { sample } from './samples.ts';

const now = Temporal.Instant.from('2026-12-01T12:00:00Z');
const silent = { info: () => undefined, warn: () => undefined, error: () => undefined, count: () => undefined };

const kinds = ['threshold-met', 'threshold-missed', 'closed-early', 'deadline-changed', 'response-missed'] as const;
const sources = ['uk-parliament', 'senedd'] as const;
const thresholds = ['response', 'debate'] as const;
const ofPetition = new Set<AlertName>(['closed-early', 'deadline-changed']);

interface Waiting {
  readonly alert: AlertName;
  readonly threshold: string;
  readonly seconds: number;
}

const outboxOf = (petition: string, waiting: readonly Waiting[]): Alert[] =>
  waiting.map(({ alert, threshold, seconds }, index) => ({
    ...sample(alert),
    id: `${petition}#${index + 1}`,
    petition,
    threshold: ofPetition.has(alert) ? null : threshold,
    detectedAt: now.subtract({ seconds }),
  }));

const waitingAlert = fc.record({
  alert: fc.constantFrom(...kinds),
  threshold: fc.constantFrom(...thresholds),
  seconds: fc.nat(60),
});
const outboxes = fc
  .array(fc.tuple(fc.constantFrom(...sources), fc.array(waitingAlert, { minLength: 1, maxLength: 4 })), {
    maxLength: 14,
  })
  .map((all) => all.map(([source, waiting], n) => outboxOf(`${source}/${n + 1}`, waiting)));
const petitionNames = sources.flatMap((source) => Array.from({ length: 14 }, (_, n) => `${source}/${n + 1}`));
const some = <Item>(all: readonly Item[]) =>
  fc.option(fc.subarray([...all], { minLength: 1, maxLength: Math.min(3, all.length) }), { nil: undefined });
const choices = fc.record({
  alerts: some(kinds),
  sources: some(sources),
  petitions: some(petitionNames),
  thresholds: some(thresholds),
});

interface Said {
  readonly message: SnsMessage;
  readonly alerts: readonly Alert[];
}

/** Publishes them as a run does. `answers` of SNS, in turn, decide what becomes of a message; further ones are accepted. */
async function burst(
  all: readonly (readonly Alert[])[],
  chosen: readonly string[] = [],
  answers: readonly ('accepted' | 'refused' | 'content' | 'later')[] = [],
  accepted = new AcceptedTopics(),
) {
  const toPeople: Said[] = [];
  const toMachines: Alert[] = [];
  const replies = [...answers];
  const answer = async (): Promise<void> => {
    await Promise.resolve();
    const reply = replies.shift();
    if (reply === 'later') throw new NotYet();
    if (reply === 'refused') throw new Error('SNS is down');
    if (reply === 'content') throw Object.assign(new Error('bad'), { name: 'InvalidParameterException' });
  };
  const left: NotPublished<Alert>[] = await publishTogether(all, (outbox, publishOutbox) => publishOutbox(outbox), {
    now: () => now,
    ends: now.add({ seconds: 50 }),
    latestTurn: () => now,
    telemetry: silent,
    summaryAbove: 10,
    chosenByPeople: new Set(chosen),
    machinesMissing: () => Promise.resolve(0),
    publish: async (alert) => {
      await answer();
      toPeople.push({ message: alertMessage(alert), alerts: [alert] });
      toMachines.push(alert);
    },
    publishSummary: async (alerts) => {
      await answer();
      toPeople.push({ message: summaryMessage(alerts), alerts });
    },
    accepted,
    publishSummarized: async (alert) => {
      await answer();
      toMachines.push(alert);
    },
  });
  return { toPeople, toMachines, left };
}

const attributesOf = (message: SnsMessage) =>
  new Map(
    Object.entries(publishCommand(message, 'arn').input.MessageAttributes ?? {}).map(
      ([name, { DataType = '', StringValue = '' }]: [string, MessageAttributeValue]) => [
        name,
        { type: DataType, value: StringValue },
      ],
    ),
  );

const passes = (filters: Parameters<typeof filterPolicyOf>[0], message: SnsMessage): boolean =>
  matchesFilterPolicy(parse(filterPolicySchema, filterPolicyOf(filters) ?? {}, 'policy'), attributesOf(message));

/** Whether somebody with these choices gets the alert where there are no summaries. */
const isChosen =
  (filters: Parameters<typeof filterPolicyOf>[0]) =>
  (alert: Alert): boolean => {
    const message = single.get(alert) ?? alertMessage(alert);
    single.set(alert, message);
    return passes(filters, message);
  };
const single = new WeakMap<Alert, SnsMessage>();

const idsOf = (alerts: readonly Alert[]): string[] => alerts.map(({ id }) => id).sort();

test('whatever waits, and whatever people chose in petitions.json, each is told what he chose, once, and nothing else', () =>
  fc.assert(
    fc.asyncProperty(outboxes, fc.array(choices, { maxLength: 4 }), async (all, subscribers) => {
      const { toPeople, toMachines } = await burst(
        all,
        chosenByPeople(subscribers.map((one) => ({ ...one, email: 'a@example.org' }))),
      );
      expect(idsOf(toMachines)).toEqual(idsOf(all.flat()));
      for (const filters of [...subscribers, {}]) {
        const told = toPeople.filter(({ message }) => passes(filters, message)).flatMap(({ alerts }) => alerts);
        expect(idsOf(told)).toEqual(idsOf(all.flat().filter(isChosen(filters))));
      }
    }),
  ));

test('somebody whose choice of petitions is not in petitions.json is told of each at least, and of nothing of another kind', () =>
  fc.assert(
    fc.asyncProperty(outboxes, choices, async (all, filters) => {
      const { toPeople } = await burst(all);
      const told = toPeople.filter(({ message }) => passes(filters, message)).flatMap(({ alerts }) => alerts);
      const chosen = all.flat().filter(isChosen(filters));
      expect(idsOf(told)).toEqual(expect.arrayContaining(idsOf(chosen)));
      const anyPetition = { ...filters, petitions: undefined };
      expect(told.every(isChosen(anyPetition))).toBe(true);
    }),
  ));

test('each petition is told of in its own order, and what SNS does not take is left of it', () =>
  fc.assert(
    fc.asyncProperty(
      outboxes,
      fc.array(fc.constantFrom('accepted', 'refused', 'content', 'later'), { maxLength: 12 }),
      async (all, answers) => {
        const { toPeople, toMachines, left } = await burst(all, [], answers);
        for (const [n, outbox] of all.entries()) {
          const kept = [...(left[n]?.refused ?? []), ...(left[n]?.waiting ?? [])];
          const inOrder = (ids: readonly string[]): string[] =>
            outbox.map(({ id }) => id).filter((id) => ids.includes(id));
          const told = toPeople.flatMap(({ alerts }) => alerts).filter((alert) => outbox.includes(alert));
          const made = toMachines.filter((alert) => outbox.includes(alert));
          expect(told.map(({ id }) => id)).toEqual(inOrder(told.map(({ id }) => id)));
          expect(made.map(({ id }) => id)).toEqual(inOrder(made.map(({ id }) => id)));
          // Nothing is lost, and nothing is done that was not given to both.
          for (const alert of outbox)
            expect(kept.includes(alert) || (told.includes(alert) && made.includes(alert))).toBe(true);
          // Machines are given nothing that stays.
          for (const alert of kept) expect(made).not.toContain(alert);
        }
      },
    ),
  ));

test('what the topic of alerts has accepted before, and waits for followers alone, is in no summary again', async () => {
  const accepted = new AcceptedTopics();
  const all = [1, 2, 3].map((n) => one(`senedd/${n}`, 'threshold-met'));
  accepted.remember({ 'senedd/2#1': ['alerts'] });
  const { toPeople } = await burst(all, [], [], accepted);
  expect(toPeople.map(({ alerts }) => idsOf(alerts))).toEqual([['senedd/1#1', 'senedd/3#1'], ['senedd/2#1']]);
});

const one = (petition: string, ...names: readonly AlertName[]): Alert[] =>
  outboxOf(
    petition,
    names.map((alert) => ({ alert, threshold: 'response', seconds: 0 })),
  );
const told = (batches: readonly (readonly Alert[])[]): string[] =>
  batches.map((batch) => `${batch.length} ${batch[0]?.alert ?? ''}`);

test('main alerts come before the others, and what waits in front of one comes with it', () => {
  const missed = [1, 2, 3].map((n) => one(`senedd/${n}`, 'closed-early', 'threshold-missed'));
  const moved = [4, 5].map((n) => one(`senedd/${n}`, 'deadline-changed'));
  const met = [6, 7].map((n) => one(`senedd/${n}`, 'threshold-met'));
  expect(told(inBatches([...moved, ...missed, ...met], summaryKind))).toEqual([
    '3 closed-early',
    '3 threshold-missed',
    '2 threshold-met',
    '2 deadline-changed',
  ]);
});

test('alerts of a kind are one batch, even where some of them wait behind others', () => {
  const moved = one('senedd/1', 'deadline-changed', 'threshold-met');
  const met = [2, 3].map((n) => one(`senedd/${n}`, 'threshold-met'));
  expect(told(inBatches([...met, moved], summaryKind))).toEqual(['1 deadline-changed', '3 threshold-met']);
});

test('two kinds that wait in opposite orders are three batches, and before what is less urgent', () => {
  const all = [
    one('senedd/3', 'deadline-changed'),
    one('senedd/1', 'threshold-met', 'response-missed'),
    one('senedd/2', 'response-missed', 'threshold-met'),
  ];
  const batches = inBatches(all, summaryKind);
  expect(batches).toHaveLength(4);
  expect(batches[3]?.[0]?.alert).toBe('deadline-changed');
});

test('what SNS has not accepted is not overtaken by what follows about the same, alone or in a summary', async () => {
  const all = [1, 2].map((n) => one(`senedd/${n}`, 'threshold-met', 'closed-early', 'threshold-missed'));
  const { toPeople, left } = await burst(all, [], ['refused']);
  expect(told(toPeople.map(({ alerts }) => alerts))).toEqual(['2 closed-early']);
  expect(left.map(({ refused }) => refused.map(({ alert }) => alert))).toEqual([
    ['threshold-met', 'threshold-missed'],
    ['threshold-met', 'threshold-missed'],
  ]);
});

test('of main alerts, the earliest comes first', () => {
  const all = [30, 50, 40].map((seconds, n) =>
    outboxOf(`senedd/${n + 1}`, [{ alert: 'threshold-met', threshold: 'response', seconds }]),
  );
  const batches = inBatches(all, ({ id }) => id);
  expect(batches.flat().map(({ id }) => id)).toEqual(['senedd/2#1', 'senedd/3#1', 'senedd/1#1']);
  expect(batches.flat().every(isMainAlert)).toBe(true);
});

test('a summary that SNS refuses for its content is sent as single alerts', async () => {
  const all = [1, 2, 3].map((n) => one(`senedd/${n}`, 'threshold-met'));
  const { toPeople, toMachines, left } = await burst(all, [], ['content']);
  expect(toPeople.map(({ alerts }) => alerts.length)).toEqual([1, 1, 1]);
  expect(toMachines).toHaveLength(3);
  expect(left.every(({ refused, waiting }) => refused.length + waiting.length === 0)).toBe(true);
});
