/**
 * When watchdogs and alarms of the template ring: walked through what EventBridge Scheduler and CloudWatch do with them by
 * AWS's own pages (2026-11). Pages that do not say something leave it open here, and it is walked each way.
 */
import { buffer } from 'node:stream/consumers';
import * as z from 'zod/mini';
import { setEnvironment } from '../../local/process-environment.ts';
import { withWatchdog } from '../../src/runtime/with-watchdog.ts';
import { parseJson } from '../../src/validation.ts';
import { at } from '../domain/story.ts';
import { serve, type Loopback } from '../loopback.ts';
import { all } from './resources.ts';
import { templateOf } from './synth-monitor.ts';

const template = templateOf({
  watch: [{ source: 'uk-parliament', all: 'open' }],
  subscribers: [{ webhook: 'https://example.org/alerts' }, { sms: '+447700900000' }],
  digests: [
    {
      name: 'daily',
      every: 'day',
      at: '08:00',
      timeZone: 'Europe/London',
      subscribers: [{ webhook: 'https://example.org/digests' }],
    },
  ],
});

describe('the watchdog of the poll function', () => {
  const start = at('2026-03-05T12:00:20Z');
  const oneTime = z.object({ ScheduleExpression: z.string(), State: z.literal('ENABLED'), Target: z.unknown() });
  const [watchdog] = all(template, 'AWS::Scheduler::Schedule', oneTime).filter(({ id }) => id.includes('PollWatchdog'));
  const variables = z.object({ Environment: z.object({ Variables: z.record(z.string(), z.unknown()) }) });
  const [poll] = all(template, 'AWS::Lambda::Function', variables).filter(({ id }) => id.includes('Poll'));
  const updated = z.looseObject({ ScheduleExpression: z.string() });

  let scheduler: Loopback;
  let restore: () => void;
  let schedule: z.output<typeof updated>;
  let isDown: boolean;

  beforeEach(async () => {
    isDown = false;
    scheduler = await serve((request, response) => {
      void buffer(request).then((body) => {
        // UserGuide/managing-schedule: an update replaces all of a schedule.
        if (request.method === 'PUT' && !isDown) schedule = parseJson(updated, String(body), 'update');
        response.writeHead(isDown ? 500 : 200, { 'content-type': 'application/json' });
        response.end(JSON.stringify(isDown ? {} : schedule));
      });
    });
    restore = setEnvironment({
      AWS_ENDPOINT_URL_SCHEDULER: scheduler.url,
      AWS_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
    });
  });
  afterEach(async () => {
    restore();
    await scheduler.close();
  });

  type Minute = 'good' | 'fails' | 'none' | 'not moved' | 'deployed';

  /** Minutes in which it goes off. */
  async function walked(minutes: readonly Minute[]): Promise<number[]> {
    const asDeployed = { ...watchdog?.properties, FlexibleTimeWindow: { Mode: 'OFF' }, GroupName: 'default' };
    schedule = updated.parse(asDeployed);
    const { WATCHDOG_AFTER } = poll?.properties.Environment.Variables ?? {};
    let now = start;
    const quiet = (): void => undefined;
    const run = withWatchdog(
      {
        environment: { WATCHDOG_SCHEDULE: 'Watchdog', WATCHDOG_AFTER: String(WATCHDOG_AFTER) },
        now: () => now,
        telemetry: { info: quiet, warn: quiet, error: quiet, count: quiet },
      },
      () => (minutes[minute] === 'fails' ? Promise.reject(new Error('no')) : Promise.resolve()),
    );
    let [minute, wentOff] = [0, ''];
    const rings: number[] = [];
    for (; minute < minutes.length; minute++) {
      now = start.add({ minutes: minute });
      const kind = minutes[minute];
      // CloudFormation writes what the template has, where a deploy changes the schedule.
      if (kind === 'deployed') schedule = updated.parse(asDeployed);
      isDown = kind === 'not moved';
      if (kind !== 'none' && kind !== 'deployed')
        await run({ getRemainingTimeInMillis: () => 40_000 }).catch(() => undefined);
      // UserGuide/schedule-types: once, within the minute of its instant.
      const { ScheduleExpression } = schedule;
      const instant = at(`${/at\((.*)\)/.exec(ScheduleExpression)?.[1] ?? ''}Z`);
      if (ScheduleExpression === wentOff || instant.epochMilliseconds > now.epochMilliseconds) continue;
      wentOff = ScheduleExpression;
      rings.push(minute);
    }
    return rings;
  }
  const times = (many: number, kind: Minute): Minute[] => Array.from({ length: many }, () => kind);

  test.each<[string, Minute[], number[]]>([
    ['every run succeeds', times(30, 'good'), []],
    ['no run comes any more: six minutes after the last', [...times(10, 'good'), ...times(20, 'none')], [15]],
    ['every run fails', [...times(10, 'good'), ...times(20, 'fails')], [15]],
    ['five runs in a row fail', [...times(10, 'good'), ...times(5, 'fails'), ...times(10, 'good')], []],
    [
      'it stops a second time',
      [...times(3, 'good'), ...times(9, 'none'), ...times(3, 'good'), ...times(9, 'fails')],
      [8, 20],
    ],
    ['a deploy changes the schedule, and runs go on', [...times(5, 'good'), 'deployed', ...times(9, 'good')], []],
    [
      'a deploy changes the schedule, and the runs after it stop later',
      [...times(3, 'good'), 'deployed', ...times(2, 'good'), ...times(9, 'none')],
      [11],
    ],
    // What it can not tell. The first is why the failure queue has an alarm, and docs/deploy.md says to look once.
    [
      'no run has ever succeeded since a deploy changed the schedule',
      [...times(3, 'good'), 'deployed', ...times(20, 'fails')],
      [],
    ],
    [
      'Scheduler takes no update for six minutes, though runs succeed',
      [...times(3, 'good'), ...times(7, 'not moved')],
      [8],
    ],
  ])('%s', async (_, minutes, rings) => {
    expect(await walked(minutes)).toEqual(rings);
  });
});

describe('an alarm', () => {
  const settings = z.object({
    MetricName: z.string(),
    Statistic: z.string(),
    Period: z.number(),
    Threshold: z.number(),
    EvaluationPeriods: z.number(),
    DatapointsToAlarm: z.optional(z.number()),
    TreatMissingData: z.enum(['notBreaching', 'ignore']),
    ComparisonOperator: z.literal('GreaterThanThreshold'),
  });
  type Settings = z.output<typeof settings>;
  const alarms = all(template, 'AWS::CloudWatch::Alarm', settings).map(({ properties }) => properties);
  const alarmOn = (metric: string): Settings => {
    const found = alarms.find(({ MetricName }) => MetricName === metric);
    if (found === undefined) throw new Error(`there is no alarm on ${metric}`);
    return found;
  };

  /** What is known of each period at its end, and later: undefined is missing. */
  type Known = (period: number, later: number) => number | undefined;

  /**
   * monitoring/alarm-evaluation: where real figures are as many as are evaluated, the latest of them count; else those that
   * are missing are taken as the alarm says. It looks for some more than it evaluates, and no page says how many.
   */
  function states(alarm: Settings, known: Known, periods: number, lookedFor: number): string {
    const { EvaluationPeriods: many, DatapointsToAlarm: enough = many, Threshold, TreatMissingData } = alarm;
    let state = 'O';
    let walk = '';
    for (let now = 0; now < periods; now++) {
      const range = Array.from({ length: many + lookedFor }, (_, back) => known(now - back, back));
      const real = range.filter((one) => one !== undefined);
      const evaluated = real.length >= many ? real.slice(0, many) : real;
      const breaching = evaluated.filter((one) => one > Threshold).length;
      if (real.length > 0 || TreatMissingData === 'notBreaching') state = breaching >= enough ? 'A' : 'O';
      walk += state;
    }
    return walk;
  }
  const rings = (walk: string): number => walk.replace(/A+/g, 'A').split('A').length - 1;
  const ranges = [0, 1, 2, 3];
  const counts = ['NumberOfMessagesSent', 'NumberOfNotificationsRedrivenToDlq'];

  /** Failures in these periods. A queue that was idle comes late to CloudWatch, and sends zeros for six hours then, or nothing. */
  const failing =
    (failures: readonly number[], late: number, between: 0 | undefined): Known =>
    (period, later) =>
      later < late ? undefined : failures.includes(period) ? 1 : period > (failures[0] ?? 0) ? between : undefined;

  // SQSDeveloperGuide/sqs-monitoring-using-cloudwatch: up to 15 minutes late when a queue was inactive. SNS's come every five.
  test.each(
    counts.flatMap((metric) =>
      [0, 1].flatMap((late) => ([0, undefined] as const).map((between) => ({ metric, late, between }))),
    ),
  )('on $metric rings once for a failure, $late periods late, ends by itself, and rings for the next', (one) => {
    const alarm = alarmOn(one.metric);
    expect(alarm.Period).toBe(900);
    for (const lookedFor of ranges) {
      const walk = states(alarm, failing([10, 20], one.late, one.between), 30, lookedFor);
      expect([lookedFor, rings(walk), walk.slice(0, 10), walk.at(-1)]).toEqual([lookedFor, 2, 'O'.repeat(10), 'O']);
    }
  });

  test('of any kind is off while there is no figure, as after a first deploy', () => {
    for (const alarm of alarms)
      for (const lookedFor of ranges) expect(states(alarm, () => undefined, 10, lookedFor)).toBe('OOOOOOOOOO');
  });

  test('on the age of the queue rings when nobody takes from it, and not for a wait of eight minutes', () => {
    const alarm = alarmOn('ApproximateAgeOfOldestMessage');
    const aged =
      (longest: number): Known =>
      (period) =>
        Math.min(longest, Math.max(0, period - 5) * alarm.Period);
    for (const lookedFor of ranges) {
      expect(rings(states(alarm, aged(480), 20, lookedFor))).toBe(0);
      expect(states(alarm, aged(3_600), 20, lookedFor)).toMatch(/^O{7}A+$/);
    }
  });

  test('on what SMS cost rings once, stays on in hours without one, and ends with the month', () => {
    const alarm = alarmOn('SMSMonthToDateSpentUSD');
    const spent: Known = (period) =>
      [0.1, undefined, 0.7, 0.85, undefined, undefined, undefined, undefined, undefined, 0.95, 0, 0][period];
    for (const lookedFor of ranges) {
      const walk = states(alarm, spent, 12, lookedFor);
      expect([rings(walk), walk.slice(0, 3), walk.slice(3, 10)]).toEqual([1, 'OOO', 'AAAAAAA']);
      expect(walk.at(-1)).toBe('O');
    }
  });
});
