/** The end of the play: what became of each promised response, and when subscribers were told. Pure. */
import type { Alert } from '../../src/domain/alerts.ts';
import type { Petition } from '../../src/domain/petition.ts';
import type { Instant } from '../../src/domain/time.ts';
import { formatDay, formatMoment, pluralize } from '../../src/format.ts';
import { answerCases } from '../../src/status/answers.ts';
import { builtInRules, platformTimeZone } from '../../src/status/petition-status.ts';

/** Of each petition whose response was promised; the latest response last. */
export const promisesKept = (petitions: readonly Petition[], alerts: readonly Alert[], now: Instant): string[] =>
  petitions
    .flatMap((petition) => {
      const zone = platformTimeZone(petition);
      return answerCases([petition], builtInRules, now, zone)
        .filter(({ commitment }) => commitment === 'promise')
        .map(({ title, deadline, answered, days, daysLate }) => {
          const told = alerts.find((one) => one.alert === 'response-missed' && one.petition === petition.petition);
          const came = answered === null ? 'It has not come' : `It came on ${formatDay(answered, zone)}`;
          const after = days === null ? '' : `, after ${pluralize(days, 'day')}`;
          const late = daysLate === null ? after : `, ${pluralize(daysLate, 'day')} after the promised date`;
          const overdue =
            told && ` When that had passed, subscribers were told: ${formatMoment(told.detectedAt, zone)}.`;
          const text = `${title ?? petition.petition}\n  A response was promised by ${formatMoment(deadline, zone)}.${overdue ?? ''}\n  ${came}${late}.`;
          return { daysLate: daysLate ?? 0, text };
        });
    })
    .sort((a, b) => a.daysLate - b.daysLate)
    .map(({ text }) => text);
