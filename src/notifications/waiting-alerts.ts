/**
 * The alerts of one petition that wait in its outbox: a newer one replaces an older one of the same kind, and they never
 * outgrow their item. Pure. The four main alerts, retractions and late answers are kept, each of them, up to the cap.
 */
import * as z from 'zod/mini';
import { alertSchema, mainAlerts, type Alert, type AlertName } from '../domain/alerts.ts';
import { factOf, isTakenBack, withEarlierFrom } from '../domain/flapping.ts';

/** Each of these is news of its own, whatever follows. */
const kept: ReadonlySet<AlertName> = new Set([...mainAlerts, 'threshold-retracted', 'response-late', 'watch-started']);

/** An item of DynamoDB has room for 400 kB; the state of the petition needs some of it. */
export const maxOutboxBytes = 200_000;

/**
 * What waits, in order, after `added` came to it. `isUnsent` says of what waited that SNS certainly never got it: then
 * there is nothing to tell when things are again as subscribers know them.
 */
export function mergeWaiting(
  waiting: readonly Alert[],
  added: readonly Alert[],
  isUnsent: (alert: Alert) => boolean = () => false,
): readonly Alert[] {
  const merged = [...waiting, ...added].reduce<readonly Alert[]>((before, alert) => merge(before, alert, isUnsent), []);
  return withinCap(merged);
}

function merge(before: readonly Alert[], newer: Alert, isUnsent: (alert: Alert) => boolean): readonly Alert[] {
  const older = kept.has(newer.alert) ? undefined : before.find((one) => isSameKind(one, newer));
  if (older === undefined) return [...before, newer];
  const rest = before.filter((one) => one !== older);
  if (isUnsent(older) && isTakenBack(older, newer)) return rest;
  return [...rest, withEarlierFrom(older, newer)];
}

const isSameKind = (a: Alert, b: Alert): boolean => a.alert === b.alert && a.threshold === b.threshold;

/**
 * At the cap, only the last alert about each fact is left: it says what is true now. If that is still too much, the
 * oldest ones give way, and those that are not kept otherwise before them. The log has them all.
 */
function withinCap(outbox: readonly Alert[]): readonly Alert[] {
  if (outbox.length < 2 || bytesOf(outbox) <= maxOutboxBytes) return outbox;
  const last = new Map(outbox.map((alert) => [factOf(alert), alert]));
  const left = new Set(last.values());
  const leastFirst = [...left].sort((a, b) => Number(kept.has(a.alert)) - Number(kept.has(b.alert)));
  let bytes = bytesOf(leastFirst);
  for (const alert of leastFirst) {
    if (bytes <= maxOutboxBytes) break;
    left.delete(alert);
    bytes -= bytesOf([alert]);
  }
  return outbox.filter((alert) => left.has(alert));
}

const bytesOf = (outbox: readonly Alert[]): number =>
  Buffer.byteLength(JSON.stringify(outbox.map((alert) => z.encode(alertSchema, alert))));
