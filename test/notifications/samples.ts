/** One alert of each kind, as the core makes them. */
import type { Alert, AlertName } from '../../src/domain/alerts.ts';
import type { WatchSettings } from '../../src/domain/evaluate.ts';
import { rulebook } from '../../src/domain/rulebook.ts';
import { at, rules, Story, ukParliament, weThePeople } from '../domain/story.ts';

const title = 'Pardon “Steven Avery” & Brendan Dassey\nat once';
const url = 'https://petitions.whitehouse.gov/petition/pardon-steven-avery';
const opened = at('2015-12-20T17:00:00Z');
const founding = (): Story =>
  weThePeople({ warnBefore: ['P3D'], announceStart: true }).sees('2016-01-01T17:00:00Z', 19_000, {
    title,
    url,
    opened,
  });
const met = (): Story => founding().sees('2016-01-05T16:00:00Z', 99_100).sees('2016-01-05T17:00:00Z', 100_412);
const short = {
  title: 'Free the stamps',
  url: 'https://petition.parliament.uk/petitions/700001',
  opened: at('2026-03-01T10:00:00Z'),
};
const uk = (terms: Partial<WatchSettings> = {}): Story => ukParliament(terms).sees('2026-03-01T11:00:00Z', 900, short);
const stamps = { response: at('2026-04-01T08:30:00Z'), debate: null };
const answer = { at: at('2016-01-07T22:00:00Z'), url: 'https://petitions.whitehouse.gov/response/avery' };

/** An initiative of the EU, with the minimum in so many of the seven states. */
const states = (have: number): Readonly<Record<string, number>> =>
  Object.fromEntries(
    ['CY', 'EE', 'HR', 'LU', 'LV', 'MT', 'SI'].map((state, index) => [state, index < have ? 9_000 : 10]),
  );
const initiative = { title: 'Stop destroying games', opened: at('2024-07-30T22:00:00Z') };
const eci = (terms: Partial<WatchSettings> = {}): Story =>
  new Story({ history: rulebook['eu-eci'], ...terms }).sees('2025-07-02T08:00:00Z', 990_000, initiative);
const gathered = (): Story => eci().sees('2025-07-03T08:00:00Z', 1_000_412, { parts: states(7), clockStarted: null });

/** Met on 1 April 2026: by the practice of the House a response is expected by the 22nd. */
const ukMet = (terms: Partial<WatchSettings> = {}): Story => uk(terms).sees('2026-04-01T08:32:00Z', 10_003, { stamps });
/** Submitted on 26 January 2026: by law a response is due by 26 July. */
const eciSubmitted = (terms: Partial<WatchSettings> = {}): Story =>
  eci(terms).sees('2026-01-27T08:00:00Z', 1_000_412, { met: ['response'], clockStarted: at('2026-01-25T23:00:00Z') });

const stories: Readonly<Record<string, Story>> = {
  'threshold-met': met(),
  'threshold-met, stamped': uk().sees('2026-04-01T08:32:00Z', 10_003, { stamps }),
  'threshold-met, not certainly': founding().sees('2016-01-19T18:00:00Z', 100_002),
  'threshold-met, answered before': uk()
    .sees('2026-03-20T08:32:00Z', 2_000, { answer: { at: at('2026-03-20T08:00:00Z') } })
    .sees('2026-04-01T08:32:00Z', 10_003, { stamps }),
  'threshold-met, again': uk()
    .sees('2026-04-01T08:32:00Z', 10_003, { stamps })
    .sees('2026-04-02T08:32:00Z', 9_990, { stamps: { response: null } })
    .sees('2026-04-03T08:32:00Z', 10_001, { stamps: { response: at('2026-04-03T08:31:00Z') } }),
  'threshold-met, after it was missed': founding()
    .sees('2016-01-19T17:01:00Z', 99_990)
    .sees('2016-01-19T17:10:00Z', 100_020, { met: ['response'] }),
  'threshold-met, with its parts, and the clock yet to start': gathered(),
  'threshold-met, with the clock running': eci().sees('2026-01-27T08:00:00Z', 1_000_412, {
    met: ['response'],
    clockStarted: at('2026-01-25T23:00:00Z'),
  }),
  'threshold-met, its parts not published': eci().sees('2025-07-03T08:00:00Z', 1_000_412),
  'threshold-missed, by its parts': eci()
    .sees('2025-07-30T08:00:00Z', 1_100_000, { parts: states(6) })
    .sees('2025-08-01T08:00:00Z', 1_100_412, { parts: states(6) }),
  'threshold-missed': founding().sees('2016-01-19T17:01:00Z', 50_814),
  'threshold-missed, closed early': uk().sees('2026-04-01T08:32:00Z', 9_000, {
    signing: { open: false, at: at('2026-04-01T08:00:00Z') },
  }),
  'response-met': met().sees('2016-01-07T22:30:00Z', 129_700, { answer }),
  'response-met, of a convention': ukMet().sees('2026-04-10T08:32:00Z', 10_103, {
    answer: { at: at('2026-04-09T14:00:00Z') },
  }),
  'response-met, of a statute': eciSubmitted().sees('2026-03-02T08:00:00Z', 1_000_412, {
    answer: { at: at('2026-03-01T09:00:00Z') },
  }),
  'response-met, early': uk().sees('2026-04-01T08:32:00Z', 9_000, { answer: { at: at('2026-04-01T08:00:00Z') } }),
  'response-met, not certainly': met()
    .sees('2016-02-03T22:30:00Z', 129_800)
    .sees('2016-02-05T22:30:00Z', 129_895, { answer: {} }),
  'response-met, before its clock started': gathered().sees('2025-12-03T08:00:00Z', 1_000_412, { answer: {} }),
  'response-missed, counted from its submission': gathered()
    .sees('2026-01-27T08:00:00Z', 1_000_412, { met: ['response'], clockStarted: at('2026-01-25T23:00:00Z') })
    .sees('2026-07-27T08:00:00Z', 1_000_412),
  'response-missed': met().sees('2016-02-04T17:01:00Z', 129_895),
  'response-missed, of a convention': ukMet().sees('2026-04-23T08:32:00Z', 10_103),
  'threshold-retracted': uk()
    .sees('2026-04-01T08:32:00Z', 10_003, { stamps })
    .sees('2026-04-02T08:32:00Z', 9_990, { stamps: { response: null } }),
  'threshold-retracted, by its parts': gathered()
    .sees('2025-07-04T08:00:00Z', 1_000_500, { parts: states(6) })
    .sees('2025-07-04T09:00:00Z', 1_000_510, { parts: states(6) }),
  'threshold-retracted, when its parts were published': eci()
    .sees('2025-07-03T08:00:00Z', 1_000_412)
    .sees('2025-07-04T08:00:00Z', 1_000_500, { parts: states(6) }),
  'response-late': met().sees('2016-02-06T17:01:00Z', 129_895, { answer: { at: at('2016-02-05T18:00:00Z') } }),
  'response-late, of a convention': ukMet()
    .sees('2026-04-23T08:32:00Z', 10_103)
    .sees('2026-04-25T08:32:00Z', 10_103, { answer: { at: at('2026-04-24T15:00:00Z') } }),
  'response-late, of a statute': eciSubmitted()
    .sees('2026-07-27T08:00:00Z', 1_000_412)
    .sees('2026-08-03T08:00:00Z', 1_000_412, { answer: { at: at('2026-08-01T09:00:00Z') } }),
  'threshold-changed': uk()
    .sees('2026-04-01T08:00:00Z', 9_000)
    .sees('2026-04-01T08:32:00Z', 9_000, { needed: { response: 12_000 } }),
  'deadline-changed': uk().sees('2026-04-01T08:32:00Z', 9_000, { deadline: at('2026-09-02T22:59:59.999Z') }),
  'closed-early': new Story({ history: rules({ signingWindow: undefined }) })
    .sees('2026-03-01T11:00:00Z', 900, short)
    .sees('2026-04-01T08:32:00Z', 9_000, { signing: { open: false, reason: 'rejected' } }),
  'petition-gone': uk().misses('2026-04-01T08:32:00Z', true),
  'closing-soon': founding().sees('2016-01-16T17:01:00Z', 50_814),
  'closing-soon, short of parts': eci({ warnBefore: ['P3D'] })
    .sees('2025-07-20T08:00:00Z', 1_100_000, { parts: states(6) })
    .sees('2025-07-30T08:00:00Z', 1_100_412),
  'response-overdue': uk({ remindEvery: 'P7D' })
    .sees('2026-04-01T08:32:00Z', 10_003, { stamps })
    .sees('2026-04-23T08:32:00Z', 10_103)
    .sees('2026-04-30T08:32:00Z', 10_103),
  'response-overdue, of a statute': eciSubmitted({ remindEvery: 'P7D' })
    .sees('2026-07-27T08:00:00Z', 1_000_412)
    .sees('2026-08-03T08:00:00Z', 1_000_412),
  'response-overdue, of a promise': weThePeople({ remindEvery: 'P7D' })
    .sees('2016-01-01T17:00:00Z', 19_000, { title, url, opened })
    .sees('2016-01-05T17:00:00Z', 100_412)
    .sees('2016-02-04T17:01:00Z', 129_895)
    .sees('2016-02-11T17:01:00Z', 129_895),
  'forecast-changed': weThePeople({ forecasts: true })
    .sees('2015-12-21T17:00:00Z', 900, { title, url, opened })
    .sees('2015-12-22T17:00:00Z', 60_000),
  'response-due-soon': met().sees('2016-02-01T17:01:00Z', 129_895),
  'response-due-soon, of a convention': ukMet({ warnBefore: ['P3D'] }).sees('2026-04-20T08:32:00Z', 10_103),
  'response-due-soon, of a statute': eciSubmitted({ warnBefore: ['P3D'] }).sees('2026-07-24T08:00:00Z', 1_000_412),
  'watch-started': founding(),
  'watch-started, with a response that a convention expects': ukParliament({ announceStart: true }).sees(
    '2026-04-10T08:32:00Z',
    10_103,
    { ...short, stamps },
  ),
  'watch-started, with a convention that has passed': ukParliament({ announceStart: true }).sees(
    '2026-05-10T08:32:00Z',
    10_103,
    { ...short, stamps },
  ),
  'watch-started, with a broken promise': weThePeople({ announceStart: true }).sees('2016-03-01T17:00:00Z', 129_895, {
    title,
    url,
    opened,
    stamps: { response: at('2016-01-05T17:00:00Z') },
  }),
};

/** The last alert of each story that is of the kind its name begins with. */
export const samples: readonly (readonly [string, Alert])[] = Object.entries(stories).map(([name, { alerts }]) => {
  const kind = name.split(',')[0];
  const alert = alerts.findLast((one) => one.alert === kind);
  if (alert === undefined) throw new Error(`no ${name} among ${alerts.map((one) => one.alert).join(', ')}`);
  return [name, alert];
});

export function sample(kind: AlertName): Alert {
  const found = samples.find(([, { alert }]) => alert === kind);
  if (found === undefined) throw new Error(`no sample of ${kind}`);
  return found[1];
}
