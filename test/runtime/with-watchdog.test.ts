/** The watchdog: moved ahead by each run that succeeds, and by no other. The real SDK, and a Scheduler on loopback. */
import { buffer } from 'node:stream/consumers';
import * as z from 'zod/mini';
import { setEnvironment } from '../../local/process-environment.ts';
import { withWatchdog } from '../../src/runtime/with-watchdog.ts';
import { parseJson } from '../../src/validation.ts';
import { at } from '../domain/story.ts';
import { serve, type Loopback } from '../loopback.ts';

const stored = {
  Name: 'Watchdog-1',
  GroupName: 'default',
  Description: 'Goes off when no run of the poll function has succeeded for 6 minutes',
  FlexibleTimeWindow: { Mode: 'OFF' },
  State: 'ENABLED',
  ScheduleExpression: 'at(2099-01-01T00:00:00)',
  Target: {
    Arn: 'arn:aws:scheduler:::aws-sdk:sns:publish',
    RoleArn: 'arn:aws:iam::123456789012:role/watchdog',
    Input: '{"TopicArn":"arn:aws:sns:us-east-1:123456789012:operators"}',
    DeadLetterConfig: { Arn: 'arn:aws:sqs:us-east-1:123456789012:failures' },
    RetryPolicy: { MaximumEventAgeInSeconds: 3600, MaximumRetryAttempts: 10 },
  },
};

let scheduler: Loopback;
let requests: [method: string, path: string, body: unknown][];
let isDown: boolean;
let log: string[];
let restore: () => void;

beforeEach(async () => {
  [requests, log, isDown] = [[], [], false];
  scheduler = await serve((request, response) => {
    void buffer(request).then((body) => {
      const text = String(body);
      const parsed: unknown = text === '' ? undefined : parseJson(z.unknown(), text, 'request');
      requests.push([request.method ?? '', request.url ?? '', parsed]);
      if (isDown) response.writeHead(500).end('{}');
      else response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(stored));
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

function watched<Result>(
  run: () => Promise<Result>,
  environment: Record<string, string> = { WATCHDOG_SCHEDULE: 'Watchdog-1', WATCHDOG_AFTER: 'PT6M' },
  didWork?: (result: Result) => boolean,
) {
  const telemetry = {
    info: () => undefined,
    warn: () => undefined,
    error: (message: string) => void log.push(message),
    count: () => undefined,
  };
  return withWatchdog({ environment, now: () => at('2026-03-05T12:00:30.250Z'), telemetry }, run, didWork);
}
const inTime = { getRemainingTimeInMillis: () => 40_000 };

test('a run that succeeds moves it ahead, and leaves the rest of the schedule as the template has it', async () => {
  expect(await watched(() => Promise.resolve('done'))(inTime)).toBe('done');
  const { Name, ScheduleExpression, ...rest } = stored;
  expect(requests.map(([method, path]) => `${method} ${path}`)).toEqual([
    `GET /schedules/${Name}`,
    `PUT /schedules/${Name}`,
  ]);
  expect(requests[1]?.[2]).toMatchObject({
    ...rest,
    ScheduleExpression: 'at(2026-03-05T12:06:30)',
    ScheduleExpressionTimezone: 'UTC',
  });
  expect(ScheduleExpression).toContain('2099');
});

test('a run that fails does not', async () => {
  await expect(watched(() => Promise.reject(new Error('no')))(inTime)).rejects.toThrow('no');
  expect(requests).toEqual([]);
});

test('a run that left the work to another does not', async () => {
  expect(
    await watched(
      () => Promise.resolve('left'),
      undefined,
      (result) => result !== 'left',
    )(inTime),
  ).toBe('left');
  expect(requests).toEqual([]);
});

test('it never makes a run fail: neither when Scheduler fails, nor when there is no time', async () => {
  isDown = true;
  expect(await watched(() => Promise.resolve('done'))(inTime)).toBe('done');
  expect(log).toEqual(['watchdog not moved']);
  expect(requests).toHaveLength(1);
  expect(await watched(() => Promise.resolve('done'))({ getRemainingTimeInMillis: () => 7_000 })).toBe('done');
  expect(requests).toHaveLength(1);
});

test('where there is none, nothing is asked', async () => {
  expect(await watched(() => Promise.resolve('done'), {})(inTime)).toBe('done');
  expect(requests).toEqual([]);
});
