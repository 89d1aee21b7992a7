/**
 * The European Citizens' Initiative. It has two services. The register has the state, the dates and the numbers by
 * member state, including signatures on paper; it is updated about once a day. The counter of the Commission's
 * collection system counts online signatures at once. Most polls use the counter. The register is polled once a day,
 * every hour where it may decide something, and alone once the states have verified the signatures.
 *
 * An id is the number in the register, `2024/000007`; the register links to the counter, `045`. Both are public and
 * undocumented (as recorded 2024 to 2026). The list is the register's search (as three public programs read it, 2026-10):
 * it has numbers and states, and counts that are older than the counter's. So each initiative that is collecting is
 * read as at a poll of its own: some ten at a time. The counter's `goal` is the organisers' wish, and is not read.
 */
import { Temporal } from 'temporal-polyfill';
import * as z from 'zod/mini';
import { BadInput, parseJson, type Fault } from '../../validation.ts';
import { newPetition, type Petition } from '../../domain/petition.ts';
import type { Reading } from '../../domain/observation.ts';
import { deadlineAfter, instant, isAfter, startOfDay, type Instant } from '../../domain/time.ts';
import { waitFor } from '../../runtime/time-limit.ts';
import { count, title, unreadableDay, webAddress } from '../fields.ts';
import { SourceFailed } from '../http.ts';
import {
  restoreState,
  type ListedPetition,
  type ListPage,
  type ListRequest,
  type ReadRequest,
  type Reader,
  type ReadResult,
} from '../source.ts';

const zone = 'Europe/Brussels';
const registerHost = 'register.eci.ec.europa.eu';
const counters = 'https://eci.ec.europa.eu';

const goodDay = { error: 'must be a day, such as "31/07/2025"' };

/** `31/07/2025`, as `2025-07-31`. */
const day = z.catch(
  z.pipe(
    z.pipe(
      z.string(),
      z.transform((text) => text.replace(/^(\d{2})\/(\d{2})\/(\d{4})$/, '$3-$2-$1')),
    ),
    z.iso.date(),
  ),
  unreadableDay,
);
/** The register writes an unknown day as null, or as empty text. */
const dayIfAny = z.optional(
  z.pipe(
    z.nullable(z.union([z.literal(''), day], goodDay)),
    z.transform((date) => (date === '' || date === null ? undefined : date)),
  ),
);

/** `01/07/2026 20:45`, in Brussels as far as is known; where it is ambiguous, the earlier time. */
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

/** Statements of support: as collected (`sosReport`) or, later, as verified (`submission`). */
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
  /** The counter of the collection system, as long as it counts. */
  counter: z.optional(z.string()),
  /** The number of the register, which may be higher, because of paper. */
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
  list,
};

/** `/core/api/register/search/ALL/EN/{offset}/{size}`: the offset is that of an initiative, not of a page. */
const searchAnswer = z.object({
  recordsFound: z.int({ error: 'must be a number of initiatives, such as 126' }),
  entries: z.array(
    z.object({
      pubRegNum: z.string({ error: 'must be the number of an initiative, such as "ECI(2024)000007"' }),
      status: z.string({ error: 'must be a status, such as "ONGOING"' }),
    }),
    { error: 'must be a list of initiatives' },
  ),
});

/** As public programs request it. */
const perPage = 50;

/** Each initiative is a page of its own: if its pages are slow or cannot be read, that costs it alone. */
async function* list({ baseUrl, now, http }: ListRequest): AsyncGenerator<ListPage> {
  for (let offset = 0; ;) {
    const url = `${baseUrl}/core/api/register/search/ALL/EN/${offset}/${perPage}`;
    const answer = await http.get(url);
    if (answer.kind === 'gone') throw new SourceFailed(`${url}: there is no such list`);
    const { recordsFound, entries } = parseJson(searchAnswer, answer.text, url);
    for (const { pubRegNum, status } of entries) {
      const [, year, number] = /(20\d{2})\D+(\d{6})$/.exec(pubRegNum) ?? [];
      if (status !== 'ONGOING' || year === undefined || number === undefined) continue;
      const id = `${year}/${number}`;
      const ask: ReadRequest = { id, baseUrl, known: newPetition(`eu-eci/${id}`), state: undefined, now, http };
      yield [await listedOrFault(ask)];
    }
    offset += entries.length;
    if (entries.length === 0 || offset >= recordsFound) return;
  }
}

/** Less than a page of a list may take, though an initiative needs two answers. */
const maxListedMs = 10_000;

/** @throws {SourceFailed} when the host wants no more requests. */
async function listedOrFault(ask: ReadRequest): Promise<ListedPetition | BadInput> {
  try {
    const slow = (message: string): SourceFailed => new SourceFailed(`${ask.id} ${message}`);
    const { observation } = await waitFor(maxListedMs, () => euEci.read(ask), slow);
    return { id: ask.id, observation };
  } catch (error) {
    if (error instanceof BadInput) return error;
    if (!(error instanceof SourceFailed) || error.retryAfter !== undefined) throw error;
    return new BadInput(ask.id, [{ path: '', message: error.message }]);
  }
}

/** Undefined where there is no counter, or no longer one. */
async function countOf({ baseUrl, http }: ReadRequest, counter: string | undefined): Promise<number | undefined> {
  if (counter === undefined) return undefined;
  const base = new URL(baseUrl).host === registerHost ? counters : baseUrl;
  const url = `${base}/${counter}/public/api/report/progression`;
  const answer = await http.get(url);
  return answer.kind === 'gone' ? undefined : parseJson(counterAnswer, answer.text, url).signatureCount;
}

/** Once a day; and once an hour where the register may decide something that the counter does not. */
function wantsRegister({ known, now }: ReadRequest, { registerAt }: Memory, counted: number): boolean {
  if (registerAt === undefined || !isAfter(registerAt.add({ hours: 24 }), now)) return true;
  return !isAfter(registerAt.add({ hours: 1 }), now) && isDecisive(known, counted, now);
}

/**
 * At the end of signing; when the count of a threshold is reached and the states are not known; and when a response may
 * be overdue.
 */
function isDecisive({ deadline, closed, thresholds }: Petition, counted: number, now: Instant): boolean {
  if (deadline !== undefined && closed === undefined && isAfter(now, deadline.at)) return true;
  return Object.values(thresholds).some(({ verdict, needed, certain, parts, below, response }) => {
    if (verdict === 'open' && counted >= needed) return true;
    if (below !== undefined || (!certain && parts === undefined)) return true;
    return response.verdict === 'due' && response.deadline !== undefined && isAfter(now, response.deadline);
  });
}

async function readRegister(
  ask: ReadRequest,
  requested: string | undefined,
  counted: number | undefined,
): Promise<ReadResult> {
  const { id, baseUrl, http, now } = ask;
  const url = `${baseUrl}/core/api/register/details/${id}`;
  const answer = await http.get(url);
  if (answer.kind === 'gone') return { observation: answer };
  const details = parseJson(detailsAnswer, answer.text, url);
  // From then on, the verified number counts. It is lower than the collected one.
  const verified = details.submission?.totalSignatures;
  const counter = verified === undefined ? counterOf(details) : undefined;
  const online = counter === requested ? counted : await countOf(ask, counter);
  const total = details.sosReport?.totalSignatures ?? 0;
  return {
    observation: { kind: 'reading', signatures: verified ?? Math.max(online ?? 0, total), ...readingOf(details, ask) },
    state: z.encode(memorySchema, { registerAt: now, total, ...(online !== undefined && { counter }) }),
    ...(!isKnown(details.status) && { unreadable: [unknownStatus(details.status)] }),
  };
}

/** We only ever request the Commission's own system: the organisers write the link, which may lead anywhere. */
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
    // Organisers choose the day, months before.
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

const over = ['CLOSED', 'VERIFICATION', 'SUBMITTED', 'ANSWERED', 'WITHDRAWN', 'REJECTED'];
/** The steps of the register, as a public loader of it has them (2026-10). */
const statuses = ['REGISTERED', 'ONGOING', ...over, 'INSUFFICIENT_SUPPORT'];
const isKnown = (status: string): boolean => statuses.includes(status) || isInsufficient(status);

/** Of another status nothing is guessed: operators are told, and nothing is called missed meanwhile. */
const unknownStatus = (status: string): Fault => ({
  path: 'status',
  message: `must be one of "${statuses.join('", "')}" (it is "${status}")`,
});

/** `INSUFFICIENT_SUPPORT`, and, after the states had verified it, `INSUFFICIENT_SUPPORT_AFTER_VERIFICATION`. */
const isInsufficient = (status: string): boolean => status.startsWith('INSUFFICIENT');

/** The day on which signing ended counts in full. During that day, we only know that it was closed. */
function signingOf(details: Details, now: Instant): Reading['signing'] {
  const { status, earlyClosureDate } = details;
  if (status === 'ONGOING') return { open: true };
  if (!over.includes(status) && !isInsufficient(status)) return undefined;
  const date = earlyClosureDate ?? dateOf(details, 'CLOSED') ?? dateOf(details, status);
  const at = date === undefined ? undefined : endOfDay(date);
  const withdrawn = status === 'WITHDRAWN' || status === 'REJECTED' ? status.toLowerCase() : undefined;
  const reason = withdrawn ?? (earlyClosureDate === undefined ? undefined : 'closed by its organisers');
  return { open: false, ...(at && !isAfter(at, now) && { at }), ...(reason !== undefined && { reason }) };
}

/** The time of the last count in the register, while signing goes on. */
function partsOf({ status, sosReport, submission }: Details, now: Instant): Pick<Reading, 'parts' | 'partsAt'> {
  const shown = submission ?? sosReport;
  if (!shown) return {};
  const counted = shown.entry.filter(({ afterSubmission }) => afterSubmission !== true);
  const parts = Object.fromEntries(counted.map(({ countryCodeType, total }) => [countryCodeType, total]));
  if (submission || (status !== 'ONGOING' && status !== 'CLOSED')) return { parts };
  return { parts, partsAt: shown.onlineSosUpdateDate ?? now.subtract({ hours: 24 }) };
}

/** What became of it. Only a verified initiative can be submitted: so the threshold was met, and the clock runs. */
function courseOf(details: Details): Pick<Reading, 'met' | 'refused' | 'clockStarted' | 'answer'> {
  const { status, answer } = details;
  if (!isKnown(status)) return {};
  if (isInsufficient(status)) return refusedOf(details);
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

/** The states found too few valid signatures; or too few were collected, which the count shows by itself. */
function refusedOf(details: Details): Pick<Reading, 'refused' | 'clockStarted' | 'answer'> {
  const { status, submission } = details;
  const on = dateOf(details, status);
  const refusal = {
    ...(on !== undefined && { at: startOfDay(on, zone) }),
    ...(submission && { verified: submission.totalSignatures }),
  };
  return {
    ...(status !== 'INSUFFICIENT_SUPPORT' && { refused: { response: refusal } }),
    clockStarted: null,
    answer: null,
  };
}
