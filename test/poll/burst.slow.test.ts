/** Many alerts of two kinds at once: who chose what of them, and a run that dies meanwhile. */
import { setEnvironment } from '../../local/process-environment.ts';
import { startWire } from '../wire.ts';
import {
  desk,
  eventsOf,
  idsOf,
  machine,
  minute,
  monitor,
  outboxes,
  platform,
  received,
  seen,
  summaries,
  ticks,
  toldTo,
  watch,
} from './burst.ts';

/** Twenty petitions are closed early and twenty meet their threshold, while SNS is down. */
async function twoKindsWait(): Promise<void> {
  await ticks(0);
  seen.length = 0;
  for (let n = 1; n <= 40; n++) {
    platform.shows(String(n), n <= 20 ? { status: 'closed' } : { signatureCount: 100_000 + n });
  }
  const restore = setEnvironment({ AWS_ENDPOINT_URL_SNS: 'http://127.0.0.1:1', AWS_MAX_ATTEMPTS: '1' });
  const run = monitor.anotherProcess();
  // A closing without a timestamp needs a second reading.
  for (const at of [60, 61]) {
    monitor.setClock(minute(at));
    await run();
  }
  restore();
}
/** By the attribute of their messages. */
const kindsOf = (address: string): Set<string> =>
  new Set(
    seen
      .filter(({ subscription }) => subscription.endpoint === address)
      .map(({ attributes }) => attributes.get('alert')?.value ?? ''),
  );

test('two kinds are two summaries, and everybody is told what he chose of them: by petition, source, alert or threshold', async () => {
  const [main, closed, one] = ['main@example.org', 'closed@example.org', 'one@example.org'] as const;
  await watch(40, {
    subscribers: [
      { email: desk },
      { queue: machine },
      { email: main, alerts: ['threshold-met'], thresholds: ['response'] },
      { email: closed, alerts: ['closed-early'], sources: ['us-we-the-people'] },
      { email: one, petitions: ['us-we-the-people/40'] },
    ],
  });
  await twoKindsWait();
  await ticks(62);
  expect(summaries(desk)).toEqual([
    expect.stringMatching(/^\d\d petitions of us-we-the-people (?:met the response threshold|were closed early)$/),
    expect.stringMatching(/^\d\d petitions of us-we-the-people (?:met the response threshold|were closed early)$/),
    expect.stringMatching(/^\d\d petitions of us-we-the-people missed the response threshold$/),
  ]);
  expect(toldTo(desk)).toEqual([...idsOf(40, 2), ...idsOf(20, 3)].sort());
  expect(toldTo(main)).toEqual(idsOf(40, 2).filter((id) => !idsOf(20, 2).includes(id)));
  expect(kindsOf(main)).toEqual(new Set(['threshold-met']));
  expect(toldTo(closed)).toEqual(idsOf(20, 2));
  expect(kindsOf(closed)).toEqual(new Set(['closed-early']));
  expect(toldTo(one)).toEqual(['us-we-the-people/40#2']);
  expect(eventsOf(machine).filter((id) => id !== 'petitions.summary')).toEqual(toldTo(desk));
  expect(await outboxes()).toBe(0);
});

test('a run that dies when people have the summary and machines do not leads to copies, and loses nothing', async () => {
  await watch(40);
  await twoKindsWait();
  const { AWS_ENDPOINT_URL_DYNAMODB: table = '', AWS_ENDPOINT_URL_SNS: sns = '' } = monitor.emulator.awsEnvironment;
  const wire = await startWire({ table, sns, source: platform.url });
  let isDead = false;
  wire.decide(({ content }) => {
    if (isDead) return { instead: 'reset' };
    isDead = content.includes('petitions.summary');
    return undefined;
  });
  const { table: AWS_ENDPOINT_URL_DYNAMODB, sns: AWS_ENDPOINT_URL_SNS } = wire.addresses;
  const restore = setEnvironment({ AWS_ENDPOINT_URL_DYNAMODB, AWS_ENDPOINT_URL_SNS, AWS_MAX_ATTEMPTS: '1' });
  monitor.setClock(minute(62));
  await monitor
    .anotherProcess()()
    .catch(() => undefined)
    .finally(restore);
  await wire.close();
  expect(isDead).toBe(true);
  await received();
  expect(summaries(desk)).toHaveLength(1);
  const before = toldTo(desk);
  // Its locks have ended.
  await ticks(64);
  const all = [...idsOf(40, 2), ...idsOf(20, 3)].sort();
  expect([...new Set(toldTo(desk))]).toEqual(all);
  expect([...new Set(eventsOf(machine))].filter((id) => id !== 'petitions.summary')).toEqual(all);
  expect(toldTo(desk).length - all.length).toBeLessThanOrEqual(before.length);
  expect(await outboxes()).toBe(0);
});
