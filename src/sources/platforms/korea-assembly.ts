/**
 * The Korean National Assembly's petitions, petitions.assembly.go.kr: the undocumented API of its own pages.
 *
 * Quirks, as of programs that read it in 2024 to 2026. Without a User-Agent that begins like a browser's, it answers
 * 400 (2026-07); ours begins so, and then says who we are. Under load it takes half a minute to answer, which is longer
 * than we wait: then there is no reading, and a retry comes soon. Times are in Seoul, with a blank and without a zone.
 * A petition that reaches its number stays open to the end of its thirty days (`PETIT_FORMATN`, `CMIT_FRWRD` among
 * those in progress). `CMIT_FRWRD` is the referral to a committee; from then on a petition is a bill, with a `billId`.
 * `BILL_PT_RCEPT`, `ALTBIL_RFLC` and `PROCESS_END` come later, by their names (programs of 2026). The answer has no day
 * of the referral, so it is known only between two polls. The states after a referral are not all known: an unknown one
 * says nothing, and the count is still read. Copies of its answers have numbers as text. Its answer to an unknown id is not known: anything but 404
 * and 410 is not a reading.
 */
import { Temporal } from 'temporal-polyfill';
import * as z from 'zod/mini';
import { parseJson } from '../../validation.ts';
import type { Reading, Observation } from '../../domain/observation.ts';
import { cutFraction, deadlineAfter, startOfDay, type Instant } from '../../domain/time.ts';
import { checkIsAbout, count, eachReadable, itemsOf, title, unreadableDay, validators } from '../fields.ts';
import { SourceFailed, type HttpHeaders, type HttpClient } from '../http.ts';
import { unchangedReading, restoreState, type ListPage, type ListRequest, type Reader } from '../source.ts';

const zone = 'Asia/Seoul';

/** Digits as text are a number. */
const countOrText = z.pipe(
  z.transform((value: unknown) => (typeof value === 'string' && /^\d{1,9}$/.test(value) ? Number(value) : value)),
  count,
);

/** `2026-05-30 23:59:59`, with fractions of a second, or only the day; null and empty text mean no time. */
const time = z.pipe(
  z.catch(z.optional(z.nullable(z.string().check(z.refine((text) => text === '' || isTime(text))))), unreadableDay),
  z.transform((text) => text ?? ''),
);

function isTime(text: string): boolean {
  if (!/^\d{4}-\d\d-\d\d(?:[ T]\d\d:\d\d:\d\d(?:\.\d+)?)?$/.test(text)) return false;
  try {
    return Temporal.PlainDateTime.from(cutFraction(text)).year > 0;
  } catch {
    return false;
  }
}

const petition = z.object(
  {
    petitId: z.string({ error: 'must be the id of a petition, such as "14CBAF8CE5733410E064B49691C1987F"' }),
    petitSj: title,
    agreCo: countOrText,
    agreBeginDe: time,
    agreEndDe: time,
    sttusCode: z.optional(z.nullable(z.string())),
    resultCode: z.optional(z.nullable(z.string())),
    /** The result in Korean words. */
    resultCodeNm: z.catch(z.optional(title), undefined),
    /** Of the bill that it becomes with the referral: `PRC_…`. */
    billId: z.catch(z.optional(z.string()), undefined),
    /** How many signatures it needs: seen in 2026, but not in every answer. */
    mtzNmpr: z.optional(z.nullable(z.catch(countOrText, 0))),
  },
  { error: 'must be a petition: an object with petitId, petitSj and agreCo' },
);

type Answered = z.output<typeof petition>;

export const koreaAssembly: Reader = {
  async read({ id, baseUrl, known, state, http }) {
    const escaped = encodeURIComponent(id);
    const url = `${baseUrl}/api/petits/${escaped}?petitId=${escaped}&sttusCode=`;
    const answer = await http.getIfChanged(url, restoreState(validators, state), headersOf(http));
    if (answer.kind === 'gone') return { observation: answer };
    if (answer.kind === 'unchanged') return { observation: unchangedReading(known) };
    const found = parseJson(petition, answer.text, url);
    checkIsAbout(id, found.petitId, url);
    return { observation: toObservation(found, baseUrl), state: answer.validators };
  },
  list,
};

const headersOf = ({ userAgent }: HttpClient): HttpHeaders => ({
  'user-agent': `Mozilla/5.0 (compatible; ${userAgent})`,
});

const perPage = 100;

/** Page by page, until one is empty or has nothing new: what comes after the last one is not documented. */
async function* list({ baseUrl, http }: ListRequest): AsyncGenerator<ListPage> {
  const listed = new Set<string>();
  for (let page = 1; ; page += 1) {
    const chosen = 'sttusCode=AGRE_PROGRS,CMIT_FRWRD,PETIT_FORMATN&proceedAt=proceed';
    const url = `${baseUrl}/api/petits?${chosen}&recordCountPerPage=${perPage}&pageIndex=${page}`;
    const answer = await http.get(url, headersOf(http));
    if (answer.kind === 'gone') throw new SourceFailed(`${url}: there is no such list`);
    const petitions = parseJson(itemsOf(petition, 'must be a list of petitions'), answer.text, url);
    const before = listed.size;
    const found = eachReadable(petitions, (one) => {
      if (listed.has(one.petitId)) return [];
      listed.add(one.petitId);
      return [{ id: one.petitId, observation: toObservation(one, baseUrl) }];
    });
    if (listed.size === before) return;
    yield found;
  }
}

function toObservation(found: Answered, baseUrl: string): Observation {
  const { petitId, petitSj, agreCo, agreBeginDe, agreEndDe, sttusCode, mtzNmpr } = found;
  const isReferred = hasBill(found) || referred.has(sttusCode ?? '');
  const isEstablished = isReferred || sttusCode === 'PETIT_FORMATN';
  const signing = signingOf(found);
  return {
    kind: 'reading',
    signatures: agreCo,
    title: petitSj,
    url: new URL(`${baseUrl}/proceed/onGoingAll/${petitId}`).href,
    ...(agreBeginDe !== '' && { opened: beginningOf(agreBeginDe) }),
    ...(agreEndDe !== '' && { deadline: endOf(agreEndDe) }),
    ...(mtzNmpr && { needed: { committee: mtzNmpr } }),
    ...(isEstablished && { met: ['committee'] }),
    ...(signing && { signing }),
    ...(isReferred ? { clockStarted: true } : isBeforeReferral(found) && { clockStarted: null }),
    // The Assembly has done with it; it does not say when.
    ...(sttusCode === 'PROCESS_END' && { answer: {} }),
  };
}

/** The referral to a committee, and what comes after it. */
const referred = new Set(['CMIT_FRWRD', 'BILL_PT_RCEPT', 'ALTBIL_RFLC', 'PROCESS_END']);
const hasBill = ({ billId }: Answered): boolean => billId !== undefined && billId !== '';
const isBeforeReferral = ({ sttusCode }: Answered): boolean =>
  sttusCode === 'AGRE_PROGRS' || sttusCode === 'PETIT_FORMATN';

/** Why a petition ended without being established, as far as the codes are known. */
const reasons: Readonly<Record<string, string>> = {
  BFE_OTHBC_WTHDRAW: 'withdrawn',
  PROGRS_WTHDRAW: 'withdrawn',
  PETIT_UNACPT: 'not accepted',
  PETIT_INADQT: 'inadequate',
  APPRVL_END_DSUSE: 'dropped when a period ended',
  ETC_TRNSF: 'passed on to others',
};

function signingOf({ sttusCode, resultCode, resultCodeNm }: Answered): Reading['signing'] {
  if (sttusCode === 'AGRE_PROGRS') return { open: true };
  if (sttusCode !== 'PETIT_END') return undefined;
  const reason = reasons[resultCode ?? ''] ?? resultCodeNm;
  return { open: false, ...(reason !== undefined && reason !== '' && { reason }) };
}

const isDay = (text: string): boolean => text.length === 10;

const beginningOf = (text: string): Instant => (isDay(text) ? startOfDay(text, zone) : momentOf(text));

/** A day alone counts in full; `23:59:59` is the end of its day, to the last millisecond. */
function endOf(text: string): Instant {
  const [day = ''] = text.split(/[ T]/);
  const wholeDay = isDay(text) || text.includes('23:59:59');
  return wholeDay ? deadlineAfter(startOfDay(day, zone), 'P0D', zone, 'end-of-day') : momentOf(text);
}

const momentOf = (text: string): Instant =>
  Temporal.PlainDateTime.from(cutFraction(text.replace(' ', 'T')))
    .toZonedDateTime(zone)
    .toInstant();
