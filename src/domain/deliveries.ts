/**
 * What waits for one channel, when it is sent, and what operators hear of it. Pure. An alert stays here until the
 * channel has taken it, alone or in a summary, or until it is dropped with a notice.
 */
import { Temporal } from 'temporal-polyfill';
import * as z from 'zod/mini';
import { alertSchema, isMainAlert } from './alerts.ts';
import { noticeSchema, type Notice } from './source-health.ts';
import { earliest, instant, isAfter, type Instant } from './time.ts';

/** What came of one message. */
export type Delivered =
  | { readonly kind: 'sent' }
  /** Not now: 429, 5xx, no answer, half an answer. */
  | { readonly kind: 'later'; readonly reason: string; readonly retryAfterSeconds?: number }
  /** This message will never be taken: it is sent once more in a plain form, and then dropped. */
  | { readonly kind: 'refused'; readonly reason: string }
  /** The address or the secret is not valid any more. */
  | { readonly kind: 'gone'; readonly reason: string };

/** `test`: a sample of `send-test`. */
const waitingAlert = z.object({ alert: alertSchema, test: z.optional(z.boolean()) });
export type WaitingAlert = z.output<typeof waitingAlert>;

export const queueSchema = z.object({
  /** By when they were detected. */
  waiting: z.readonly(z.array(waitingAlert)),
  /** Alerts that had no room: the next summary says how many. */
  more: z.int(),
  /** The ids of the last alerts that were sent or dropped: SNS may deliver an alert twice. */
  lately: z.readonly(z.array(z.string())),
  /** The next message was refused once, and is sent in a plain form. */
  plain: z.boolean(),
  /** In a row. */
  failures: z.int(),
  failingSince: z.optional(instant),
  /** Why it failed last. */
  reason: z.optional(z.string()),
  /** Absent: at once. */
  nextTry: z.optional(instant),
  /** Whether operators know that it fails. */
  told: z.boolean(),
  /** Alerts that were dropped, of which operators do not know yet, and when they last heard of others. */
  dropped: z.int(),
  droppedToldAt: z.optional(instant),
  /** Notices to the operators that are not known to be accepted by SNS. */
  notices: z.readonly(z.array(noticeSchema)),
});
export type ChannelQueue = z.output<typeof queueSchema>;

export const emptyQueue: ChannelQueue = {
  waiting: [],
  more: 0,
  lately: [],
  plain: false,
  failures: 0,
  told: false,
  dropped: 0,
  notices: [],
};

/** What is different between channels. */
export interface Manner {
  /** Its name for people, such as `slack /petitions/slack`. */
  readonly place: string;
  /** At least so many milliseconds lie between two messages. */
  readonly everyMs: number;
  /** Never a summary. */
  readonly eachAlone: boolean;
}

/** One message: an alert, or a summary. */
export interface Message {
  readonly kind: 'alert' | 'summary';
  readonly alerts: readonly WaitingAlert[];
  /** Of a summary: how many there were besides. */
  readonly more: number;
  readonly plain: boolean;
}

/** So many alerts are sent one by one. */
const maxAlone = 5;
/** An item of DynamoDB has room for 400 kB. */
export const maxWaitingBytes = 200_000;
const maxLately = 200;
/** 1, 2, 4, 8 and then 15 minutes, after so many failures in a row. */
const waitMinutes = (failures: number): number => Math.min(2 ** (failures - 1), 15);
/** So often a platform may ask us to come back soon, before we wait longer than it asks. */
const maxQuickTries = 3;
const longestWait = { hours: 1 };
const failingAfter = { hours: 1 };
const givenUpAfter = { hours: 7 * 24 };
/** A channel that drops one alert after the other is told of once an hour. */
const betweenDropNotices = { hours: 1 };

/** Adds what was not there before, in the order in which it was detected. */
export function append(queue: ChannelQueue, added: readonly WaitingAlert[], manner: Manner): ChannelQueue {
  const known = new Set([...queue.lately, ...queue.waiting.map(idOf)]);
  const news = added.filter((one) => !known.has(idOf(one)) && known.add(idOf(one)));
  if (news.length === 0) return queue;
  const waiting = [...queue.waiting, ...news].sort((a, b) =>
    Temporal.Instant.compare(a.alert.detectedAt, b.alert.detectedAt),
  );
  return withinRoom({ ...queue, waiting }, manner);
}

/** The least important give way, the oldest first. A summary counts them; a program that gets no summary loses them. */
function withinRoom(queue: ChannelQueue, { eachAlone }: Manner): ChannelQueue {
  const sized = queue.waiting.map((one) => ({ one, bytes: bytesOf(one) }));
  let excess = sized.reduce((sum, { bytes }) => sum + bytes, 0) - maxWaitingBytes;
  if (excess <= 0) return queue;
  const left = new Set(queue.waiting);
  for (const { one, bytes } of sized.toSorted(
    (a, b) => Number(isMainAlert(a.one.alert)) - Number(isMainAlert(b.one.alert)),
  )) {
    if (excess <= 0) break;
    left.delete(one);
    excess -= bytes;
  }
  const without = queue.waiting.filter((one) => !left.has(one));
  const rest = remembering({ ...queue, waiting: [...left] }, without);
  if (!eachAlone) return { ...rest, more: rest.more + without.length };
  return { ...rest, dropped: rest.dropped + without.length, reason: 'too many alerts waited' };
}

const bytesOf = (one: WaitingAlert): number => Buffer.byteLength(JSON.stringify(z.encode(waitingAlert, one)));
const idOf = ({ alert }: WaitingAlert): string => alert.id;

/** The next message, if it may be sent now. */
export function nextMessage(queue: ChannelQueue, now: Instant, { eachAlone }: Manner): Message | undefined {
  const { waiting, more, plain, nextTry } = queue;
  const [first] = waiting;
  if (first === undefined || (nextTry !== undefined && isAhead(nextTry, now))) return undefined;
  if (eachAlone || (more === 0 && waiting.length <= maxAlone))
    return { kind: 'alert', alerts: [first], more: 0, plain };
  return { kind: 'summary', alerts: waiting, more, plain };
}

/** When a run has something to do for the channel. Undefined: not before the next alert. */
export function dueAt(
  { waiting, notices, dropped, droppedToldAt, nextTry }: ChannelQueue,
  now: Instant,
): Instant | undefined {
  const whenNot = (at: Instant | undefined): Instant => (at !== undefined && isAhead(at, now) ? at : now);
  const dues = [
    ...(waiting.length > 0 ? [whenNot(nextTry)] : []),
    ...(notices.length > 0 ? [now] : []),
    ...(dropped > 0 ? [whenNot(droppedToldAt?.add(betweenDropNotices))] : []),
  ];
  const [first, ...others] = dues;
  return first && earliest(first, ...others);
}

export const notNamed = 'petitions.json does not name it any more';

/**
 * What is left of the queue of a channel that petitions.json does not name any more. What another channel does not carry on is
 * lost, and operators hear of it.
 */
export function abandoned(queue: ChannelQueue, carriedOn: boolean, now: Instant, manner: Manner): ChannelQueue {
  const { waiting, more, failingSince: _, told: __, ...rest } = queue;
  const empty = remembering({ ...rest, waiting: [], more: 0, plain: false, failures: 0, told: false }, waiting);
  const lost = (carriedOn ? 0 : waiting.length) + more;
  if (lost === 0) return empty;
  return withDropNotice({ ...empty, reason: notNamed, dropped: empty.dropped + lost }, now, manner);
}

/** No wait is longer: what is further ahead was stored while this machine's clock was ahead. */
const isAhead = (at: Instant, now: Instant): boolean => isAfter(at, now) && !isAfter(at, now.add(longestWait));

/** What waits after a message was tried. Others may have come meanwhile. */
export function afterVerdict(
  queue: ChannelQueue,
  message: Message,
  verdict: Delivered,
  now: Instant,
  manner: Manner,
): ChannelQueue {
  const soon = now.add({ milliseconds: manner.everyMs });
  switch (verdict.kind) {
    case 'sent':
      return working(without(queue, message), soon, now, manner);
    case 'refused': {
      if (!message.plain) return { ...queue, plain: true, reason: verdict.reason, nextTry: soon };
      const dropped = queue.dropped + message.alerts.length + message.more;
      const rest = { ...without(queue, message), dropped, reason: verdict.reason };
      return withDropNotice(working(rest, soon, now, manner), now, manner);
    }
    default:
      return failing(queue, verdict, soon, now, manner);
  }
}

/** The channel has answered. */
function working(queue: ChannelQueue, nextTry: Instant, now: Instant, manner: Manner): ChannelQueue {
  const { failingSince, told, ...rest } = queue;
  const next = { ...rest, plain: false, failures: 0, told: false, nextTry };
  if (!told || failingSince === undefined) return next;
  return { ...next, notices: [...queue.notices, notice('recovered', manner, failingSince, now, queue.waiting.length)] };
}

function failing(
  queue: ChannelQueue,
  { reason, ...verdict }: Extract<Delivered, { reason: string }>,
  soon: Instant,
  now: Instant,
  manner: Manner,
): ChannelQueue {
  const failures = queue.failures + 1;
  const failingSince = earliest(queue.failingSince ?? now, now);
  const next = { ...queue, failures, failingSince, reason };
  if (!isAfter(failingSince.add(givenUpAfter), now)) {
    const dropped = next.dropped + next.waiting.length + next.more;
    const rest = remembering({ ...next, waiting: [], more: 0, plain: false, dropped }, next.waiting);
    return withDropNotice({ ...rest, nextTry: soon }, now, manner);
  }
  const minutes = waitMinutes(failures);
  const asked = 'retryAfterSeconds' in verdict ? verdict.retryAfterSeconds : undefined;
  const wait =
    verdict.kind === 'gone'
      ? now.add(longestWait)
      : asked === undefined
        ? now.add({ minutes })
        : latest(now.add({ seconds: asked }), failures > maxQuickTries ? now.add({ minutes }) : now);
  const nextTry = earliest(latest(wait, soon), now.add(longestWait));
  if (next.told || isAfter(failingSince.add(failingAfter), now)) return { ...next, nextTry };
  const waiting = next.waiting.length + next.more;
  const notices = [...next.notices, notice('failing', manner, failingSince, now, waiting, reason)];
  return { ...next, nextTry, told: true, notices };
}

const latest = (a: Instant, b: Instant): Instant => (isAfter(a, b) ? a : b);

function without(queue: ChannelQueue, { alerts, more }: Message): ChannelQueue {
  const ids = new Set(alerts.map(idOf));
  const waiting = queue.waiting.filter((one) => !ids.has(idOf(one)));
  return remembering({ ...queue, waiting, more: Math.max(0, queue.more - more) }, alerts);
}

const remembering = (queue: ChannelQueue, alerts: readonly WaitingAlert[]): ChannelQueue => ({
  ...queue,
  lately: [...queue.lately, ...alerts.map(idOf)].slice(-maxLately),
});

/** Tells operators what was dropped, once an hour. */
export function withDropNotice(queue: ChannelQueue, now: Instant, manner: Manner): ChannelQueue {
  const { dropped, droppedToldAt, failingSince, reason, notices } = queue;
  const waits = droppedToldAt !== undefined && isAhead(droppedToldAt.add(betweenDropNotices), now);
  if (dropped === 0 || waits) return queue;
  const told = notice('dropped', manner, failingSince ?? now, now, dropped, reason);
  return { ...queue, dropped: 0, droppedToldAt: now, notices: [...notices, told] };
}

export const withoutNotice = (queue: ChannelQueue, { id }: Notice): ChannelQueue => ({
  ...queue,
  notices: queue.notices.filter((one) => one.id !== id),
});

const notice = (
  what: 'failing' | 'recovered' | 'dropped',
  { place }: Manner,
  since: Instant,
  at: Instant,
  alerts: number,
  reason?: string,
): Notice => ({
  id: `${place}#${what}#${(what === 'dropped' ? at : since).toString()}`,
  notice: `channel-${what}`,
  source: place,
  since,
  at,
  petitions: 0,
  alerts,
  ...(reason !== undefined && { reason }),
});
