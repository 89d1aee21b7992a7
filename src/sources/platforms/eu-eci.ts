/**
 * The European Citizens' Initiative. Two services answer: the register (state, dates, numbers by member state, of what
 * was gathered on paper too; brought up to date about once a day), and the counter of the Commission's collection
 * system, which counts at once what is signed online. Most looks ask the counter; the register is asked once a day,
 * every hour where its word may decide something, and alone once the states have verified what was gathered.
 *
 * An id is the number in the register, `2024/000007`; the register links to the counter, `045`. Both are public and
 * undocumented (as recorded 2024 to 2026). The counter's `goal` is what the organisers wish for, and is not read.
 */
import { Temporal } from 'temporal-polyfill';
import * as z from 'zod/mini';
import { parseJson } from '../../validation.ts';
import type { Petition } from '../../domain/petition.ts';
import type { Reading } from '../../domain/observation.ts';
import { deadlineAfter, instant, isAfter, startOfDay, type Instant } from '../../domain/time.ts';
import { count, title, webAddress } from '../fields.ts';
import { restoreState, type ReadRequest, type Reader, type ReadResult } from '../source.ts';

const zone = 'Europe/Brussels';
const registerHost = 'register.eci.ec.europa.eu';
const counters = 'https://eci.ec.europa.eu';

const goodDay = { error: 'must be a day, such as "31/07/2025"' };

/** `31/07/2025`, as `2025-07-31`. */
const day = z.pipe(
  z.pipe(
    z.string(goodDay),
    z.transform((text) => text.replace(/^(\d{2})\/(\d{2})\/(\d{4})$/, '$3-$2-$1')),
  ),
  z.iso.date(goodDay),
);
/** The register writes a day that is not known as nothing, or as an empty text. */
const dayIfAny = z.optional(
  z.pipe(
    z.nullable(z.union([z.literal(''), day], goodDay)),
    z.transform((date) => (date === '' || date === null ? undefined : date)),
  ),
);

/** `01/07/2026 20:45`, on the clocks of Brussels as far as is known: which is the earlier of what it may be. */
const minute = z.pipe(
  z
    .string()
    .check(z.regex(/^\d{2}\/\d{2}\/\d{4} \d{2}:\d{2}$/, { error: 'must be a time, such as "01/07/2026 20:45"' })),
  z.transform((text): Instant => {
    const [date = '', time = ''] = text.split(' ');
    const iso = `${date.replace(/^(\d{2})\/(\d{2})\/(\d{4})$/, '$3-$2-$1')}T${time}`;
    return Temporal.PlainDateTime.from(iso).toZonedDateTime(zone).toInstant();
  }),
);

/** Statements of support: as gathered (`sosReport`) or, in its place, as verified (`submission`). */
const report = z.object({
  totalSignatures: count,
  entry: z.array(
    z.object({
      countryCodeType: z.string({ error: 'must be the code of a state, such as "DE"' }),
      total: count,
      afterSubmission: z.optional(z.nullable(z.boolean())),
    }),
  ),
  onlineSosUpdateDate: z.catch(z.optional(minute), undefined),
});

/** `/core/api/register/details/{year}/{number}` */
const detailsAnswer = z.object({
  status: z.string({ error: 'must be a status, such as "ONGOING"' }),
  registrationDate: day,
  startCollectionDate: dayIfAny,
  deadline: dayIfAny,
  earlyClosureDate: dayIfAny,
  linguisticVersions: z.array(
    z.object({ languageCode: z.string(), title, supportLink: z.optional(z.nullable(z.string())) }),
  ),
  progress: z._default(z.array(z.object({ name: z.string(), date: dayIfAny })), []),
  sosReport: z.optional(z.nullable(report)),
  submission: z.optional(z.nullable(report)),
  answer: z.optional(
    z.nullable(
      z.object({
        decisionDate: dayIfAny,
        links: z._default(z.array(z.object({ defaultName: z.string(), defaultLink: webAddress })), []),
      }),
    ),
  ),
});

type Details = z.output<typeof detailsAnswer>;

/** `/{counter}/public/api/report/progression` */
const counterAnswer = z.object({ signatureCount: count });

const memorySchema = z.object({
  /** Of the collection system, as long as it counts. */
  counter: z.optional(z.string()),
  /** What the register had, which may be more, by paper. */
  total: z.optional(z.int()),
  registerAt: z.optional(instant),
});
type Memory = Partial<z.output<typeof memorySchema>>;

export const euEci: Reader = {
  async read(ask) {
    const memory = restoreState(memorySchema, ask.state);
    const counted = await countOf(ask, memory.counter);
    if (counted === undefined || wantsRegister(ask, memory, counted)) return readRegister(ask, memory.counter, counted);
    return { observation: { kind: 'reading', signatures: Math.max(counted, memory.total ?? 0) } };
  },
};

/** Undefined where there is no counter, or none any more. */
async function countOf({ baseUrl, http }: ReadRequest, counter: string | undefined): Promise<number | undefined> {
  if (counter === undefined) return undefined;
  const base = new URL(baseUrl).host === registerHost ? counters : baseUrl;
  const url = `${base}/${counter}/public/api/report/progression`;
  const answer = await http.get(url);
  return answer.kind === 'gone' ? undefined : parseJson(counterAnswer, answer.text, url).signatureCount;
}

/** Once a day; and once an hour where its word may decide something that the counter does not. */
function wantsRegister({ known, now }: ReadRequest, { registerAt }: Memory, counted: number): boolean {
  if (registerAt === undefined || !isAfter(registerAt.add({ hours: 24 }), now)) return true;
  return !isAfter(registerAt.add({ hours: 1 }), now) && isDecisive(known, counted, now);
}

/**
 * The end of signing, a line whose count is there and whose states are not known to be, an answer that may be overdue.
 */
function isDecisive({ deadline, closed, thresholds }: Petition, counted: number, now: Instant): boolean {
  if (deadline !== undefined && closed === undefined && isAfter(now, deadline.at)) return true;
  return Object.values(thresholds).some(({ verdict, needed, certain, below, response }) => {
    if (verdict === 'open' && counted >= needed) return true;
    if (below !== undefined || !certain) return true;
    return response.verdict === 'due' && response.deadline !== undefined && isAfter(now, response.deadline);
  });
}

async function readRegister(
  ask: ReadRequest,
  asked: string | undefined,
  counted: number | undefined,
): Promise<ReadResult> {
  const { id, baseUrl, http, now } = ask;
  const url = `${baseUrl}/core/api/register/details/${id}`;
  const answer = await http.get(url);
  if (answer.kind === 'gone') return { observation: answer };
  const details = parseJson(detailsAnswer, answer.text, url);
  // What the states have verified is what counts from then on, and is less than was gathered.
  const verified = details.submission?.totalSignatures;
  const counter = verified === undefined ? counterOf(details) : undefined;
  const online = counter === asked ? counted : await countOf(ask, counter);
  const total = details.sosReport?.totalSignatures ?? 0;
  return {
    observation: { kind: 'reading', signatures: verified ?? Math.max(online ?? 0, total), ...readingOf(details, ask) },
    state: z.encode(memorySchema, { registerAt: now, total, ...(online !== undefined && { counter }) }),
  };
}

/** Only the Commission's own system is ever asked: the link is the organisers' text, and may lead anywhere. */
function counterOf({ linguisticVersions }: Details): string | undefined {
  const links = linguisticVersions.map(({ supportLink }) =>
    /^https:\/\/eci\.ec\.europa\.eu\/(\d{3,4})\//.exec(supportLink ?? ''),
  );
  return links.find((found) => found !== null)?.[1];
}

function readingOf(details: Details, { id, now }: ReadRequest): Omit<Reading, 'signatures'> {
  const { registrationDate, startCollectionDate, deadline, linguisticVersions } = details;
  const [first] = linguisticVersions;
  const named = linguisticVersions.find(({ languageCode }) => languageCode === 'EN') ?? first;
  const start = startCollectionDate ?? dateOf(details, 'COLLECTION_START_DATE');
  const opened = start === undefined ? undefined : startOfDay(start, zone);
  const signing = signingOf(details, now);
  return {
    ...(named && { title: named.title }),
    url: `https://citizens-initiative.europa.eu/initiatives/details/${id}_en`,
    registered: startOfDay(registrationDate, zone),
    // Organisers choose the day, months ahead.
    ...(opened && !isAfter(opened, now) && { opened }),
    ...(deadline && { deadline: endOfDay(deadline) }),
    ...(signing && { signing }),
    ...partsOf(details, now),
    ...courseOf(details),
  };
}

const endOfDay = (date: string): Instant => deadlineAfter(startOfDay(date, zone), 'P0D', zone, 'end-of-day');

const dateOf = ({ progress }: Details, step: string): string | undefined =>
  progress.find(({ name }) => name === step)?.date;

const over = ['CLOSED', 'VERIFICATION', 'SUBMITTED', 'ANSWERED', 'INSUFFICIENT_SUPPORT', 'WITHDRAWN', 'REJECTED'];

/** The day on which signing ended counts to its end; while it lasts, all that is known is that it has been closed. */
function signingOf(details: Details, now: Instant): Reading['signing'] {
  const { status, earlyClosureDate } = details;
  if (status === 'ONGOING') return { open: true };
  if (!over.includes(status)) return undefined;
  const date = earlyClosureDate ?? dateOf(details, 'CLOSED') ?? dateOf(details, status);
  const at = date === undefined ? undefined : endOfDay(date);
  const withdrawn = status === 'WITHDRAWN' || status === 'REJECTED' ? status.toLowerCase() : undefined;
  const reason = withdrawn ?? (earlyClosureDate === undefined ? undefined : 'closed by its organisers');
  return { open: false, ...(at && !isAfter(at, now) && { at }), ...(reason !== undefined && { reason }) };
}

/** As of the last count that the register has, as long as counts come in. */
function partsOf({ status, sosReport, submission }: Details, now: Instant): Pick<Reading, 'parts' | 'partsAt'> {
  const shown = submission ?? sosReport;
  if (!shown) return {};
  const counted = shown.entry.filter(({ afterSubmission }) => afterSubmission !== true);
  const parts = Object.fromEntries(counted.map(({ countryCodeType, total }) => [countryCodeType, total]));
  if (submission || (status !== 'ONGOING' && status !== 'CLOSED')) return { parts };
  return { parts, partsAt: shown.onlineSosUpdateDate ?? now.subtract({ hours: 24 }) };
}

/** What became of it: only what was verified can be submitted, so that the threshold was met; then the clock runs. */
function courseOf(details: Details): Pick<Reading, 'met' | 'clockStarted' | 'answer'> {
  const { status, answer } = details;
  const submitted = status === 'SUBMITTED' || status === 'ANSWERED';
  const on = dateOf(details, 'SUBMITTED');
  const decided = answer?.decisionDate ?? dateOf(details, 'ANSWERED');
  const url = answer?.links.find(({ defaultName }) => defaultName === 'COMMUNICATION')?.defaultLink;
  return {
    ...(submitted && { met: ['response'] }),
    clockStarted: on !== undefined ? startOfDay(on, zone) : submitted ? true : null,
    answer: status === 'ANSWERED' ? { ...(decided && { at: startOfDay(decided, zone) }), ...(url && { url }) } : null,
  };
}
