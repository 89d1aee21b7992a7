/**
 * Alerts: one message, due because one verdict changed. This shape is stored in the outbox, published to machines, and
 * printed by `backtest` and `start`.
 */
import * as z from 'zod/mini';
import { clocks, commitments } from './response-terms.ts';
import { instant } from './time.ts';

/** The four we exist for. */
export const mainAlerts = ['threshold-met', 'threshold-missed', 'response-met', 'response-missed'] as const;

export const isMainAlert = ({ alert }: { readonly alert: string }): boolean => mainAlerts.some((one) => one === alert);

export const alertNames = [
  ...mainAlerts,
  'threshold-retracted',
  'response-late',
  'deadline-changed',
  'threshold-changed',
  'closed-early',
  'petition-gone',
  'closing-soon',
  'response-due-soon',
  'response-overdue',
  'forecast-changed',
  'watch-started',
] as const;

export type AlertName = (typeof alertNames)[number];

const thresholdVerdicts = ['open', 'met', 'missed'] as const;
const responseVerdicts = ['none', 'due', 'met', 'missed', 'late'] as const;

export const thresholdVerdict = z.enum(thresholdVerdicts);
export const responseVerdict = z.enum(responseVerdicts);

/** The two readings between which something happened; the first is null when there was no reading before. */
export const bracket = z.readonly(z.tuple([z.nullable(instant), instant]));

/** The status of one threshold, as `watch-started` reports it. */
export const thresholdFields = {
  threshold: z.string(),
  needed: z.int(),
  verdict: thresholdVerdict,
  response: responseVerdict,
  responseDeadline: z.nullable(instant),
  /** Why that deadline may be later. */
  responseLaterIf: z.optional(z.string()),
};

/** Built when the first alert is written or read: most runs of a function have no alert. */
export const alertSchema = z.lazy(() =>
  z.object({
    /** The same in every copy of one alert, and in no other: `source/id#n`. */
    id: z.string(),
    alert: z.enum(alertNames),
    /** `source/id` */
    petition: z.string(),
    /** The threshold's name and number; null where the alert concerns the whole petition. */
    threshold: z.nullable(z.string()),
    needed: z.nullable(z.int()),
    /** The last count read. */
    signatures: z.int(),
    /** The instant of the poll that proves it. */
    detectedAt: instant,
    /** When it happened, by the platform's own stamp. */
    occurredAt: z.nullable(instant),
    between: z.nullable(bracket),
    /** False when the deadline lies between the two readings and the platform does not say which came first. */
    certain: z.boolean(),
    /** The deadline this is about: of signing for a threshold, of the response for a response. */
    deadline: z.nullable(instant),

    title: z.string(),
    url: z.nullable(z.string()),
    /** The zone in which to show times. */
    timeZone: z.string(),
    authority: z.string(),
    commitment: z.enum(commitments),
    /** How many times this threshold has been met, including this time: 2 after one retraction. */
    occurrence: z.optional(z.int()),
    /** It was met before, on `threshold-met`. Without this, a second occurrence is the first that is met. */
    metBefore: z.optional(z.boolean()),
    consequence: z.optional(z.string()),
    /** By when the response is now due, on `threshold-met`. */
    responseDeadline: z.optional(instant),
    /** Why the response deadline may be later, in words after "or later if"; absent where it is certain. */
    laterIf: z.optional(z.string()),
    /** Within which it was asked for, on the `response-due-soon` of that day. */
    askedWithin: z.optional(z.string()),
    /** What starts the response clock, where that is not meeting the threshold. */
    clock: z.optional(z.enum(clocks)),
    /** When it started; absent until it starts. */
    clockStarted: z.optional(instant),
    /** How long the authority then has, on `threshold-met`, until the clock starts. */
    responseWindow: z.optional(z.string()),
    /** The days of `responseWindow` are working days. */
    workingDays: z.optional(z.boolean()),
    /** A minimum in parts that the rules need, and how many parts reach it; null where that is not published. */
    parts: z.optional(z.object({ of: z.string(), atLeast: z.int(), have: z.nullable(z.int()) })),
    /** An answer has been given already, on `threshold-met`. */
    answered: z.optional(z.boolean()),
    /** Who has still to verify the signatures, on a `threshold-met` that is provisional. */
    verifiedBy: z.optional(z.string()),
    /** How many signatures are valid, after a verification that was not passed. */
    verified: z.optional(z.int()),
    /** `deadline-passed`, `closed-early`, `not-verified` (on a missed or retracted threshold); the platform's reason (on `closed-early`). */
    reason: z.optional(z.string()),
    /** The answer came before its threshold was met. */
    early: z.optional(z.boolean()),
    /** Where the answer is published, if the platform says. */
    answerUrl: z.optional(z.string()),
    /** How the answer begins, if the platform gives its text: at most 300 characters, on one line. */
    answerText: z.optional(z.string()),
    /** Calendar days from the response deadline to the answer, or to the poll that still saw no answer. */
    daysLate: z.optional(z.int()),
    previousDeadline: z.optional(instant),
    /** The platform's number before, where it has changed it. */
    previousNeeded: z.optional(z.int()),
    /**
     * What is expected when signing ends, on `forecast-changed`: of ten such petitions, one has fewer than `low`, one
     * more than `high`.
     */
    forecast: z.optional(
      z.object({
        /** Whether the threshold is now likely to be met; before, the opposite was true. */
        likely: z.boolean(),
        chance: z.number(),
        low: z.int(),
        median: z.int(),
        high: z.int(),
      }),
    ),
    standings: z.optional(z.readonly(z.array(z.object(thresholdFields)))),
    /**
     * The SHA-256 of each body in which the poll at `detectedAt` read it, in hexadecimal. Absent: before 2026-12, from a
     * recording, or where the platform only said that nothing had changed, or that it is gone.
     */
    sha256: z.optional(z.readonly(z.array(z.string()))),
    /**
     * The platform keeps changing this: how often so far, since when. `started`: it is told again when it has been the same
     * for an hour. `settled`: it has been. `withdrawn`: it has been otherwise for an hour, and this alert no longer holds.
     */
    flapping: z.optional(
      z.object({ state: z.enum(['started', 'settled', 'withdrawn']), since: instant, changes: z.int() }),
    ),
  }),
);

export type Alert = z.output<typeof alertSchema>;

/** What an evaluation adds to the facts that all alerts of a petition share. */
export type AlertDraft = Pick<Alert, 'alert'> &
  Partial<Omit<Alert, 'id' | 'alert' | 'petition' | 'detectedAt' | 'title' | 'url' | 'timeZone' | 'authority'>>;
