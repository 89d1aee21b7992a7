/**
 * UK Parliament, petition.parliament.uk. Most polls request the small count, which has the stamps. The whole petition
 * (130 kB: signatures by constituency and country) is requested only when its title, state or closing date may have
 * changed. After a dissolution the platform moves its petitions into an archive, which has no counts.
 *
 * The archive is listed by parliament, and these are numbered as the platform stored them: 1 is that of 2015 to 2017, 2 of 2010 to 2015, 3
 * of 2017 to 2019. A number that is none is 404 (alphagov/e-petitions, archived/petitions_controller.rb, 2026-08-19).
 */
import * as z from 'zod/mini';
import { BadInput, parseJson } from '../../validation.ts';
import type { Petition } from '../../domain/petition.ts';
import type { Reading } from '../../domain/observation.ts';
import { deadlineAfter, instant, isAfter, minutesBetween, startOfDay, type Instant } from '../../domain/time.ts';
import {
  commonAttributes,
  commonFacts,
  keepKnownDeadline,
  neededNumbers,
  numericIdItem,
  thresholdNumber,
  publicUrl,
  listPages,
  goneUntilPublished,
  petitionDocument,
  stampFields,
  unpublished,
  type PetitionFacts,
} from './e-petitions.ts';
import { beginningOf, checkIsAbout, civilDay, count, stamp, validators, words } from '../fields.ts';
import { SourceFailed, type HttpClient } from '../http.ts';
import { unchangedReading, restoreState, type ReadRequest, type Reader, type ReadResult } from '../source.ts';

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
  closing_date: z.optional(civilDay),
  ...stamps,
  government_response: z.catch(z.optional(z.nullable(z.object({ summary: words }))), undefined),
});

const thresholds = { response_threshold: thresholdNumber, debate_threshold: thresholdNumber };

/** The parliament of an archived petition. */
const parliament = z.object({
  period: z.string({ error: 'must be the name of a parliament, such as "2010-2015"' }),
  dissolution_at: z.optional(stamp),
  ...thresholds,
});

/** `/petitions/{id}.json`, and `/archived/petitions/{id}.json` */
const wholeAnswer = petitionDocument(
  z.object({ type: z.optional(z.string()), parliament: z.optional(z.nullable(parliament)), attributes }),
);

/** `/parliaments/{period}.json`: the numbers have been in either place. */
const parliamentAnswer = z.object({ ...thresholds, attributes: z.optional(z.object(thresholds)) });

type Stamped = Pick<z.output<typeof countAnswer>, keyof typeof stamps>;
type Attributes = z.output<typeof attributes>;
type Parliament = z.output<typeof parliament>;

/** The validators of an archived petition are those of the whole, the others those of the count. */
const memorySchema = z.extend(validators, { wholeAt: z.optional(instant), archived: z.optional(z.boolean()) });

const zone = 'Europe/London';

/** A petition on a page of a list. In the archive it has its parliament beside it. */
const listItem = z.pipe(
  z.extend(numericIdItem(z.any()), { attributes, parliament: z.optional(z.nullable(parliament)) }),
  z.transform(({ id, links, attributes: fields, parliament: made }) => ({
    id,
    links,
    attributes: { ...factsOf(fields, made), ...ownNumbers(made) },
  })),
);

export const ukParliament: Reader = goneUntilPublished({
  async read(ask) {
    const memory = restoreState(memorySchema, ask.state);
    if (memory.archived === true) return readWhole(ask, `${ask.baseUrl}/archived/petitions/${ask.id}`, memory);
    const page = `${ask.baseUrl}/petitions/${ask.id}`;
    if (wantsWhole(ask.known, memory.wholeAt, ask.now)) return readWhole(ask, page, {});
    const url = `${page}/count.json`;
    const answer = await ask.http.getIfChanged(url, memory);
    // For a petition in the archive, only the count is gone.
    if (answer.kind === 'gone') return answer.final ? { observation: answer } : readWhole(ask, page, {});
    if (answer.kind === 'unchanged') return { observation: unchangedReading(ask.known) };
    const counted = parseJson(countAnswer, answer.text, url);
    // The words of the answer are in the whole petition alone.
    const isNew = counted.government_response_at && ask.known.answer === undefined;
    const said = isNew ? await answerIn(ask, `${page}.json`) : undefined;
    return {
      observation: { kind: 'reading', signatures: counted.signature_count, ...stampedOf(counted, said) },
      state: z.encode(memorySchema, { ...answer.validators, wholeAt: memory.wholeAt }),
    };
  },
  list: (listing) => listPages(listItem, listing),
  answered: (listing, number) =>
    number === 0
      ? listPages(listItem, listing, '/petitions.json?state=with_response')
      : listPages(listItem, listing, `/archived/petitions.json?parliament=${number}&state=with_response`, true),
});

/** How the answer begins. Nothing waits for it: what cannot be read now is left out. */
async function answerIn({ http, id }: ReadRequest, url: string): Promise<string | undefined> {
  try {
    const answer = await http.get(url);
    if (answer.kind === 'gone') return undefined;
    const { links, data } = parseJson(wholeAnswer, answer.text, url);
    checkIsAbout(id, links?.self, url);
    return data.attributes.government_response?.summary ?? undefined;
  } catch (error) {
    if (error instanceof BadInput || error instanceof SourceFailed) return undefined;
    throw error;
  }
}

/** Once a day; and at every poll after the deadline until the platform says that the petition is closed. */
function wantsWhole({ deadline, closed }: Petition, wholeAt: Instant | undefined, now: Instant): boolean {
  if (wholeAt === undefined || !isAfter(wholeAt.add({ hours: 24 }), now)) return true;
  return deadline !== undefined && closed === undefined && isAfter(now, deadline.at);
}

async function readWhole(
  ask: ReadRequest,
  page: string,
  previous: Partial<z.output<typeof validators>>,
): Promise<ReadResult> {
  const url = `${page}.json`;
  const answer = await ask.http.getIfChanged(url, previous);
  if (answer.kind === 'gone') return { observation: answer };
  if (answer.kind === 'unchanged') return { observation: unchangedReading(ask.known) };
  const waiting = unpublished(answer, ask.known);
  if (waiting !== undefined) return { observation: waiting };
  const read = parseJson(wholeAnswer, answer.text, url);
  checkIsAbout(ask.id, read.links?.self, url);
  const archived = read.data.type === 'archived-petition';
  const facts = keepKnownDeadline(factsOf(read.data.attributes, read.data.parliament), ask.known);
  const needed = await numbersOf(read.data.parliament, ask);
  // The validators of the count stay: a count that has not changed is then not read again, and nothing is written.
  const { etag, lastModified } = restoreState(validators, ask.state);
  const learned = archived ? { ...answer.validators, archived } : { etag, lastModified };
  return {
    observation: { kind: 'reading', ...facts, ...needed, url: publicUrl(read, url) },
    state: z.encode(memorySchema, { wholeAt: ask.now, ...learned }),
  };
}

const ownNumbers = (made: Parliament | null | undefined): Pick<Reading, 'needed'> =>
  made ? neededNumbers({ response: made.response_threshold, debate: made.debate_threshold }) : {};

/** The numbers of the parliament to which a petition was addressed: only the archive has them. */
async function numbersOf(
  made: Parliament | null | undefined,
  { baseUrl, http }: ReadRequest,
): Promise<Pick<Reading, 'needed'>> {
  if (!made) return {};
  const { period, response_threshold: response, debate_threshold: debate } = made;
  return neededNumbers(response && debate ? { response, debate } : await askedNumbers(period, baseUrl, http));
}

async function askedNumbers(
  period: string,
  baseUrl: string,
  http: HttpClient,
): Promise<Parameters<typeof neededNumbers>[0]> {
  const url = `${baseUrl}/parliaments/${encodeURIComponent(period)}.json`;
  const answer = await http.get(url);
  if (answer.kind === 'gone') return {};
  const parsed = parseJson(parliamentAnswer, answer.text, url);
  const { response_threshold: response, debate_threshold: debate } = { ...parsed, ...parsed.attributes };
  return { response, debate };
}

function factsOf(fields: Attributes, made?: Parliament | null): PetitionFacts {
  const { open_at, opened_at, closing_date } = fields;
  const facts = commonFacts({ ...fields, opened_at: opened_at ?? open_at });
  // There is a closing date only while the petition is open: signing ends with that day in London.
  const deadline = closing_date ? deadlineAfter(startOfDay(closing_date, zone), 'P0D', zone, 'end-of-day') : undefined;
  return {
    ...facts,
    ...(deadline && { deadline }),
    ...closedEarly(facts, made),
    ...stampedOf(fields, fields.government_response?.summary),
  };
}

/**
 * A petition that was closed well before its six months were over. The platform does that only when Parliament is
 * dissolved, and at that instant. In the parliament before 2015, creators chose how long signing lasted, and the
 * archive has the time of the dissolution: a petition that closed at another time closed at its own deadline.
 */
function closedEarly(
  { opened, signing }: PetitionFacts,
  made?: Parliament | null,
): Pick<Reading, 'signing' | 'deadline'> {
  if (opened === undefined || signing?.open !== false || signing.at === undefined) return {};
  if (signing.reason === 'rejected') return {};
  const sixMonths = deadlineAfter(opened, 'P6M', zone, 'end-of-day');
  if (!isAfter(sixMonths, signing.at.add({ hours: 24 }))) return {};
  const dissolved = made?.dissolution_at;
  if (dissolved && Math.abs(minutesBetween(dissolved, signing.at)) > 24 * 60) return { deadline: signing.at };
  return { signing: { ...signing, reason: 'dissolution' } };
}

function stampedOf(stamped: Stamped, said?: string | null): Pick<Reading, 'stamps' | 'answer'> {
  const { response_threshold_reached_at, debate_threshold_reached_at, government_response_at } = stamped;
  return {
    ...stampFields({ response: response_threshold_reached_at, debate: debate_threshold_reached_at }),
    ...(government_response_at !== undefined && {
      answer: government_response_at && { at: government_response_at, ...beginningOf(said) },
    }),
  };
}
