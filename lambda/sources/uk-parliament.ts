/**
 * UK Parliament, petition.parliament.uk. Most looks ask for the small count, which carries the stamps; the whole
 * petition (130 kB: signatures by constituency and country) is asked for only when its title, state or closing date
 * may have changed.
 */
import * as z from 'zod/mini';
import { parseJson } from '../border.ts';
import type { Petition } from '../petition/petition.ts';
import type { Reading } from '../petition/reading.ts';
import { deadlineAfter, instant, isAfter, startOfDay, type Instant } from '../petition/time.ts';
import { count, stamp, title, validators, webAddress } from './fields.ts';
import { asBefore, remembered, type Ask, type Reader, type Seen } from './source.ts';

const stamps = {
  response_threshold_reached_at: z.optional(stamp),
  debate_threshold_reached_at: z.optional(stamp),
  government_response_at: z.optional(stamp),
};

/** `/petitions/{id}/count.json` */
const countAnswer = z.object({ signature_count: count, ...stamps });

/** `/petitions/{id}.json`, also of an archived petition. `open_at` was the name until 2017-07-17. */
const petitionAnswer = z.object({
  links: z.optional(z.object({ self: webAddress })),
  data: z.object({
    attributes: z.object({
      action: title,
      state: z.string({ error: 'must be a state, such as "open"' }),
      signature_count: count,
      opened_at: z.optional(stamp),
      open_at: z.optional(stamp),
      closed_at: z.optional(stamp),
      rejected_at: z.optional(stamp),
      closing_date: z.optional(z.nullable(z.iso.date({ error: 'must be a day, such as "2025-10-22"' }))),
      ...stamps,
    }),
  }),
});

type Stamped = Pick<z.output<typeof countAnswer>, keyof typeof stamps>;
type Attributes = z.output<typeof petitionAnswer>['data']['attributes'];

const memorySchema = z.extend(validators, { wholeAt: z.optional(instant) });

const zone = 'Europe/London';

export const ukParliament: Reader = {
  async read(ask) {
    const memory = remembered(memorySchema, ask.memory);
    if (wantsWhole(ask.known, memory.wholeAt, ask.now)) return readWhole(ask);
    const { id, baseUrl, known, http } = ask;
    const url = `${baseUrl}/petitions/${id}/count.json`;
    const answer = await http.getIfChanged(url, memory);
    if (answer.kind === 'gone') return { sighting: answer };
    if (answer.kind === 'unchanged') return { sighting: asBefore(known) };
    const counted = parseJson(countAnswer, answer.text, url);
    return {
      sighting: { kind: 'reading', signatures: counted.signature_count, ...stampsOf(counted) },
      memory: z.encode(memorySchema, { ...answer.validators, wholeAt: memory.wholeAt }),
    };
  },
};

/** Once a day; and at every look after the deadline until the platform says that the petition is closed. */
function wantsWhole({ deadline, closed }: Petition, wholeAt: Instant | undefined, now: Instant): boolean {
  if (wholeAt === undefined || !isAfter(wholeAt.add({ hours: 24 }), now)) return true;
  return deadline !== undefined && closed === undefined && isAfter(now, deadline.at);
}

async function readWhole({ id, baseUrl, http, now }: Ask): Promise<Seen> {
  const page = `${baseUrl}/petitions/${id}`;
  const answer = await http.get(`${page}.json`);
  if (answer.kind === 'gone') return { sighting: answer };
  const { links, data } = parseJson(petitionAnswer, answer.text, `${page}.json`);
  const { action, signature_count: signatures } = data.attributes;
  // Its own address is the one for people, also when what we read is a replay.
  const url = links?.self?.replace(/\.json$/, '') ?? page;
  return {
    sighting: {
      kind: 'reading',
      signatures,
      title: action,
      url,
      ...windowOf(data.attributes),
      ...stampsOf(data.attributes),
    },
    memory: z.encode(memorySchema, { wholeAt: now }),
  };
}

/** A closing date is given only while the petition is open: signing ends with that day in London. */
function windowOf(attributes: Attributes): Pick<Reading, 'opened' | 'deadline' | 'signing'> {
  const { opened_at, open_at, closing_date } = attributes;
  const opened = opened_at ?? open_at ?? undefined;
  const deadline = closing_date ? deadlineAfter(startOfDay(closing_date, zone), 'P0D', zone, 'end-of-day') : undefined;
  const signing = signingOf(attributes);
  return { ...(opened && { opened }), ...(deadline && { deadline }), ...(signing && { signing }) };
}

function signingOf({ state, closed_at, rejected_at }: Attributes): Reading['signing'] {
  if (state === 'open') return { open: true };
  if (state === 'closed') return { open: false, ...(closed_at && { at: closed_at }) };
  if (state === 'rejected') return { open: false, reason: 'rejected', ...(rejected_at && { at: rejected_at }) };
  return undefined;
}

/** A stamp that is null says that the thing has not happened; one that is not there says nothing. */
function stampsOf(stamped: Stamped): Pick<Reading, 'stamps' | 'answer'> {
  const { response_threshold_reached_at, debate_threshold_reached_at, government_response_at } = stamped;
  return {
    stamps: {
      ...(response_threshold_reached_at !== undefined && { response: response_threshold_reached_at }),
      ...(debate_threshold_reached_at !== undefined && { debate: debate_threshold_reached_at }),
    },
    ...(government_response_at !== undefined && { answer: government_response_at && { at: government_response_at } }),
  };
}
