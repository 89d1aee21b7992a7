/** EventBridge Scheduler on loopback, with one schedule that goes off at a minute of each day. It has no clock: tests tell it the time. */
import { text } from 'node:stream/consumers';
import * as z from 'zod/mini';
import { isAfter, type Instant } from '../../src/domain/time.ts';
import { parseJson } from '../../src/validation.ts';
import { serve, type Loopback } from '../loopback.ts';

export interface Scheduler {
  readonly url: string;
  /** When it goes off next. */
  readonly at: (now: Instant) => Instant | undefined;
  /** Whether it goes off between these instants, after the first. */
  readonly goesOff: (from: Instant, until: Instant) => boolean;
  /** Requests since the last time this was asked. */
  readonly asked: () => string[];
  /** What happens before the next request is answered; a rejection makes it a failure. */
  readonly before: (happens: (method: string) => Promise<void>) => void;
  readonly close: () => Promise<void>;
}

const expressionSchema = z.object({ ScheduleExpression: z.string(), ScheduleExpressionTimezone: z.literal('UTC') });

export async function startScheduler(name: string): Promise<Scheduler> {
  const schedule: Record<string, unknown> = {
    Name: name,
    GroupName: 'default',
    FlexibleTimeWindow: { Mode: 'OFF' },
    State: 'ENABLED',
    ScheduleExpression: 'cron(0 0 * * ? *)',
    ScheduleExpressionTimezone: 'UTC',
    Target: {
      Arn: 'arn:aws:lambda:us-east-1:123456789012:function:deliver',
      RoleArn: 'arn:aws:iam::123456789012:role/x',
    },
  };
  const asked: string[] = [];
  let before = (_method: string): Promise<void> => Promise.resolve();
  const server: Loopback = await serve((request, response) => {
    const { method = '', url } = request;
    asked.push(`${method} ${url ?? ''}`);
    void text(request)
      .then(async (body) => {
        await before(method);
        if (method === 'PUT') {
          Object.assign(schedule, parseJson(z.looseObject({ ...expressionSchema.shape }), body, 'UpdateSchedule'));
        }
        response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(schedule));
      })
      .catch(() => response.writeHead(400).end('{"message":"refused"}'));
  });
  /** docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html: minutes, hours, day of month, month, day of week, year. */
  const at = (now: Instant): Instant | undefined => {
    const { ScheduleExpression: expression } = z.parse(expressionSchema, schedule);
    const [, minute, hour] = /^cron\((\d{1,2}) (\d{1,2}) \* \* \? \*\)$/.exec(expression) ?? [];
    if (minute === undefined) return undefined;
    const [day, minutes] = [24 * 60, Number(hour) * 60 + Number(minute)];
    const passed = Math.floor(now.epochMilliseconds / 60_000) % day;
    const wait = minutes > passed ? minutes - passed : minutes - passed + day;
    return now.round({ smallestUnit: 'minute', roundingMode: 'floor' }).add({ minutes: wait });
  };
  return {
    url: server.url,
    at,
    goesOff: (from, until) => {
      const next = at(from);
      return next !== undefined && !isAfter(next, until);
    },
    asked: () => asked.splice(0),
    before: (happens) => void (before = happens),
    close: () => server.close(),
  };
}
