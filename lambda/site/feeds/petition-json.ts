/** The JSON of one petition: where it stands, why, what was told of it, and its readings. Its page draws the chart from it. */
import { words } from '../../../src/notifications/alert-wording.ts';
import type { Evidence } from '../../../src/domain/petition.ts';
import type { Rules } from '../../../src/domain/rules.ts';
import type { Standing } from '../../../src/status/petition-status.ts';
import type { SiteFile } from '../site-file.ts';
import { petitionPath } from '../paths.ts';
import type { OnRecord, Site } from '../view-model.ts';
import { addressOf } from './identifiers.ts';
import type { PetitionFile } from './schema.ts';

export function petitionFile(record: OnRecord, site: Site): SiteFile {
  const { petition, standing, rules, alerts, readings } = record;
  const { petition: name, opened, closed, answer, clock } = petition;
  const file: PetitionFile = {
    format: 'petition-threshold-monitor/petition',
    version: 1,
    page: addressOf(name, 'html', site),
    csv: addressOf(name, 'csv', site),
    ...standing,
    opened: opened ?? null,
    closed: closed === undefined ? null : { ...told(closed), early: closed.early, reason: closed.reason ?? null },
    thresholds: standing.thresholds.map(judgedBy(record)),
    answer: answer === undefined ? null : { ...told(answer), url: answer.url ?? null },
    clock: clock === undefined ? null : told(clock),
    rules: rules === undefined ? null : rulesOf(rules),
    forecast: forecastOf(standing),
    alerts: alerts.map((alert) => ({ ...alert, headline: words(alert).headline })),
    readings: readings.map(({ at, signatures }) => [at, signatures] as const),
  };
  return { path: petitionPath(name, 'json'), body: JSON.stringify(file) };
}

const told = ({ stamp, between, by }: Evidence) => ({ stamp: stamp ?? null, between, by });

/** A threshold with why its verdict holds. */
const judgedBy =
  ({ petition: { thresholds } }: OnRecord) =>
  (line: Standing['thresholds'][number]): PetitionFile['thresholds'][number] => {
    const { occurrence = 1, met, takenBack, below, reason, parts } = thresholds[line.threshold] ?? {};
    return {
      ...line,
      occurrence,
      met: met === undefined ? null : told(met),
      takenBack: takenBack ?? false,
      below: below ?? null,
      reason: reason ?? null,
      parts: parts ?? null,
    };
  };

function rulesOf({ authority, commitment, timeZone, thresholds }: Rules): PetitionFile['rules'] {
  const each = <Value>(valueOf: (rule: Rules['thresholds'][number]) => Value | undefined): Record<string, Value> =>
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
    consequences: each(({ consequence }) => consequence),
    clocks: each(({ responseWindow, clock = 'met' }) => (responseWindow === undefined ? undefined : clock)),
  };
}

/** From the last reading to the end of signing. */
function forecastOf({ forecast, readAt, deadline }: Standing): PetitionFile['forecast'] {
  if (forecast === null || readAt === null || deadline === null) return null;
  return { ...forecast, from: readAt, ends: deadline };
}
