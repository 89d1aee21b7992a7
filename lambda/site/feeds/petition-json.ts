/**
 * The JSON of one petition: its status, the evidence, its alerts and its readings. Its page draws the chart from it.
 */
import { alertWording } from '../../../src/notifications/alert-wording.ts';
import type { Evidence } from '../../../src/domain/petition.ts';
import type { Rules } from '../../../src/domain/rules.ts';
import type { PetitionStatus } from '../../../src/status/petition-status.ts';
import type { SiteFile } from '../site-file.ts';
import { petitionPath } from '../paths.ts';
import type { PetitionRecord, SiteContext } from '../view-model.ts';
import { petitionUrl } from './identifiers.ts';
import type { PetitionFile } from './schema.ts';

export function petitionJson(record: PetitionRecord, site: SiteContext): SiteFile {
  const { petition, status, rules, alerts, readings } = record;
  const { petition: name, opened, closed, answer, clock } = petition;
  const file: PetitionFile = {
    format: 'petition-threshold-monitor/petition',
    version: 1,
    page: petitionUrl(name, 'html', site),
    csv: petitionUrl(name, 'csv', site),
    ...status,
    opened: opened ?? null,
    closed:
      closed === undefined ? null : { ...evidenceFields(closed), early: closed.early, reason: closed.reason ?? null },
    thresholds: status.thresholds.map(thresholdEntry(record)),
    answer: answer === undefined ? null : { ...evidenceFields(answer), url: answer.url ?? null },
    clock: clock === undefined ? null : evidenceFields(clock),
    rules: rules === undefined ? null : rulesOf(rules),
    forecast: forecastOf(status),
    alerts: alerts.map((alert) => ({ ...alert, headline: alertWording(alert).headline })),
    readings: readings.map(({ at, signatures }) => [at, signatures] as const),
  };
  return { path: petitionPath(name, 'json'), body: JSON.stringify(file) };
}

const evidenceFields = ({ stamp, between, by }: Evidence) => ({ stamp: stamp ?? null, between, by });

/** A threshold with the evidence for its verdict. */
const thresholdEntry =
  ({ petition: { thresholds } }: PetitionRecord) =>
  (status: PetitionStatus['thresholds'][number]): PetitionFile['thresholds'][number] => {
    const { occurrence = 1, met, takenBack, below, reason, parts } = thresholds[status.threshold] ?? {};
    return {
      ...status,
      occurrence,
      met: met === undefined ? null : evidenceFields(met),
      takenBack: takenBack ?? false,
      below: below ?? null,
      reason: reason ?? null,
      parts: parts ?? null,
    };
  };

function rulesOf({ authority, commitment, timeZone, thresholds }: Rules): PetitionFile['rules'] {
  const byThreshold = <Value>(
    valueOf: (rule: Rules['thresholds'][number]) => Value | undefined,
  ): Record<string, Value> =>
    Object.fromEntries(
      thresholds.flatMap((rule) => {
        const value = valueOf(rule);
        return value === undefined ? [] : [[rule.name, value]];
      }),
    );
  return {
    authority,
    commitment,
    timeZone,
    consequences: byThreshold(({ consequence }) => consequence),
    clocks: byThreshold(({ responseWindow, clock = 'met' }) => (responseWindow === undefined ? undefined : clock)),
  };
}

/** From the last reading to the end of signing. */
function forecastOf({ forecast, readAt, deadline }: PetitionStatus): PetitionFile['forecast'] {
  if (forecast === null || readAt === null || deadline === null) return null;
  return { ...forecast, from: readAt, ends: deadline };
}
