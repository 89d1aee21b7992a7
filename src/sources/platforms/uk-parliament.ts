/**
 * UK Parliament, petition.parliament.uk. Most looks ask for the small count, which carries the stamps; the whole
 * petition (130 kB: signatures by constituency and country) is asked for only when its title, state or closing date
 * may have changed. After a dissolution the platform moves its petitions into an archive, which has no counts.
 */
import * as z from 'zod/mini';
import { parseJson } from '../../validation.ts';
import type { Petition } from '../../domain/petition.ts';
import type { Reading } from '../../domain/observation.ts';
import { deadlineAfter, instant, isAfter, minutesBetween, startOfDay, type Instant } from '../../domain/time.ts';
import {
  commonAttributes,
  commonFacts,
  keepingDeadline,
  neededOf,
  numbered,
  ownNumber,
  pageOf,
  pagesOf,
  petitionAnswer,
  stampsOf,
  type Facts,
} from './e-petitions.ts';
import { count, stamp, validators } from '../fields.ts';
import type { Http } from '../http.ts';
import { asBefore, remembered, type Ask, type Reader, type Seen } from '../source.ts';

const stamps = {
  response_threshold_reached_at: z.optional(stamp),
  debate_threshold_reached_at: z.optional(stamp),
  government_response_at: z.optional(stamp),
};

/** `/petitions/{id}/count.json` */
const countAnswer = z.object({ signature_count: count, ...stamps });

/** `open_at` was the name until 2017-07-17. */
const attributes = z.object({
  ...commonAttributes,
  open_at: z.optional(stamp),
  closing_date: z.optional(z.nullable(z.iso.date({ error: 'must be a day, such as "2025-10-22"' }))),
  ...stamps,
});

const thresholds = { response_threshold: ownNumber, debate_threshold: ownNumber };

/** The parliament of an archived petition. */
const parliament = z.object({
  period: z.string({ error: 'must be the name of a parliament, such as "2010-2015"' }),
  dissolution_at: z.optional(stamp),
  ...thresholds,
});

/** `/petitions/{id}.json`, and `/archived/petitions/{id}.json` */
const wholeAnswer = petitionAnswer(
  z.object({ type: z.optional(z.string()), parliament: z.optional(z.nullable(parliament)), attributes }),
);

/** `/parliaments/{period}.json`: the numbers have stood in either place. */
const parliamentAnswer = z.object({ ...thresholds, attributes: z.optional(z.object(thresholds)) });

type Stamped = Pick<z.output<typeof countAnswer>, keyof typeof stamps>;
type Attributes = z.output<typeof attributes>;
type Parliament = z.output<typeof parliament>;

/** Of an archived petition the validators are those of the whole, of any other those of the count. */
const memorySchema = z.extend(validators, { wholeAt: z.optional(instant), archived: z.optional(z.boolean()) });

const zone = 'Europe/London';

export const ukParliament: Reader = {
  async read(ask) {
    const memory = remembered(memorySchema, ask.memory);
    if (memory.archived === true) return readWhole(ask, `${ask.baseUrl}/archived/petitions/${ask.id}`, memory);
    const page = `${ask.baseUrl}/petitions/${ask.id}`;
    if (wantsWhole(ask.known, memory.wholeAt, ask.now)) return readWhole(ask, page, {});
    const url = `${page}/count.json`;
    const answer = await ask.http.getIfChanged(url, memory);
    // Of a petition that was moved into the archive the count alone is gone.
    if (answer.kind === 'gone') return answer.final ? { sighting: answer } : readWhole(ask, page, {});
    if (answer.kind === 'unchanged') return { sighting: asBefore(ask.known) };
    const counted = parseJson(countAnswer, answer.text, url);
    return {
      sighting: { kind: 'reading', signatures: counted.signature_count, ...stampedOf(counted) },
      memory: z.encode(memorySchema, { ...answer.validators, wholeAt: memory.wholeAt }),
    };
  },
  list: (listing) =>
    pagesOf(
      numbered(
        z.pipe(
          attributes,
          z.transform((told) => factsOf(told)),
        ),
      ),
      listing,
    ),
};

/** Once a day; and at every look after the deadline until the platform says that the petition is closed. */
function wantsWhole({ deadline, closed }: Petition, wholeAt: Instant | undefined, now: Instant): boolean {
  if (wholeAt === undefined || !isAfter(wholeAt.add({ hours: 24 }), now)) return true;
  return deadline !== undefined && closed === undefined && isAfter(now, deadline.at);
}

async function readWhole(ask: Ask, page: string, known: Partial<z.output<typeof validators>>): Promise<Seen> {
  const url = `${page}.json`;
  const answer = await ask.http.getIfChanged(url, known);
  if (answer.kind === 'gone') return { sighting: answer };
  if (answer.kind === 'unchanged') return { sighting: asBefore(ask.known) };
  const read = parseJson(wholeAnswer, answer.text, url);
  const archived = read.data.type === 'archived-petition';
  const facts = keepingDeadline(factsOf(read.data.attributes, read.data.parliament), ask.known);
  const needed = await numbersOf(read.data.parliament, ask);
  // What is known of the count's own answer still holds: a count that has not moved is then not read, nor written, anew.
  const { etag, lastModified } = remembered(validators, ask.memory);
  const learned = archived ? { ...answer.validators, archived } : { etag, lastModified };
  return {
    sighting: { kind: 'reading', ...facts, ...needed, url: pageOf(read, url) },
    memory: z.encode(memorySchema, { wholeAt: ask.now, ...learned }),
  };
}

/** The numbers of the parliament that a petition was made to: they stand in the archive alone. */
async function numbersOf(
  made: Parliament | null | undefined,
  { baseUrl, http }: Ask,
): Promise<Pick<Reading, 'needed'>> {
  if (!made) return {};
  const { period, response_threshold: response, debate_threshold: debate } = made;
  return neededOf(response && debate ? { response, debate } : await askedNumbers(period, baseUrl, http));
}

async function askedNumbers(period: string, baseUrl: string, http: Http): Promise<Parameters<typeof neededOf>[0]> {
  const url = `${baseUrl}/parliaments/${encodeURIComponent(period)}.json`;
  const answer = await http.get(url);
  if (answer.kind === 'gone') return {};
  const told = parseJson(parliamentAnswer, answer.text, url);
  const { response_threshold: response, debate_threshold: debate } = { ...told, ...told.attributes };
  return { response, debate };
}

function factsOf(told: Attributes, made?: Parliament | null): Facts {
  const { open_at, opened_at, closing_date } = told;
  const facts = commonFacts({ ...told, opened_at: opened_at ?? open_at });
  // A closing date is given only while the petition is open: signing ends with that day in London.
  const deadline = closing_date ? deadlineAfter(startOfDay(closing_date, zone), 'P0D', zone, 'end-of-day') : undefined;
  return { ...facts, ...(deadline && { deadline }), ...closedEarly(facts, made), ...stampedOf(told) };
}

/**
 * A petition that was closed well before its six months were over. The platform does that only when Parliament is
 * dissolved, and at that instant. Of the parliament before 2015, whose creators chose how long to collect, the archive
 * says when it was dissolved: what was closed at another time was closed at its own deadline.
 */
function closedEarly({ opened, signing }: Facts, made?: Parliament | null): Pick<Reading, 'signing' | 'deadline'> {
  if (opened === undefined || signing?.open !== false || signing.at === undefined) return {};
  if (signing.reason === 'rejected') return {};
  const sixMonths = deadlineAfter(opened, 'P6M', zone, 'end-of-day');
  if (!isAfter(sixMonths, signing.at.add({ hours: 24 }))) return {};
  const dissolved = made?.dissolution_at;
  if (dissolved && Math.abs(minutesBetween(dissolved, signing.at)) > 24 * 60) return { deadline: signing.at };
  return { signing: { ...signing, reason: 'dissolution' } };
}

function stampedOf(stamped: Stamped): Pick<Reading, 'stamps' | 'answer'> {
  const { response_threshold_reached_at, debate_threshold_reached_at, government_response_at } = stamped;
  return {
    ...stampsOf({ response: response_threshold_reached_at, debate: debate_threshold_reached_at }),
    ...(government_response_at !== undefined && { answer: government_response_at && { at: government_response_at } }),
  };
}
