/** A platform in the JSON of the UK Parliament, with petitions as they are drawn, whose counts go on as the bench says. */
import { createServer, type RequestListener } from 'node:http';
import { Temporal } from 'temporal-polyfill';
import * as z from 'zod/mini';
import { listen } from '../../emulator/listen.ts';
import { answering } from '../parts/answering.ts';
import { counter, populationOf, type Drawn } from './population.ts';
import { clock, opening, type Asked } from './protocol.ts';
import { closingDay, openedAt, stampsOf } from './shown.ts';

const message = z.union([opening, clock]);
const minute = 60_000;
/** A whole petition has signatures by country and constituency: 130 kB in all, on 2026-11-20. */
const places = Array.from({ length: 650 }, (_, index) => ({
  name: `A constituency of no name, the ${index + 1}th of them`,
  ons_code: `E14${String(index).padStart(6, '0')}`,
  mp: 'A member of no name, of the party that has most of the seats of this bench',
  signature_count: index,
}));

let [start, now] = [0, 0];
const nothing: Asked = { pages: 0, looks: 0, whole: 0, changed: 0 };
let asked = nothing;
let hasList = true;
interface Shown {
  readonly drawn: Drawn;
  readonly count: (minutes: number) => number;
  /** When it was first asked for: what it had at the beginning it had an hour before, at its turn before this one. */
  first: number | undefined;
  /** As it was shown last. */
  last: number;
  /** When its count was first seen to have changed: of a crossing, if that was one. */
  since: Temporal.Instant | undefined;
}

const petitions = new Map<string, Shown>();

const pageLength = 25;

const attributesOf = (id: string, drawn: Drawn, signatures: number, stamped: object): object => ({
  action: `Give the petitions of this bench a name, such as number ${id}`,
  state: 'open',
  opened_at: openedAt(drawn, start).toString(),
  closing_date: closingDay(drawn, start).toString(),
  closed_at: null,
  rejected_at: null,
  signature_count: signatures,
  ...stamped,
});

/** A page of the list of all of them. */
function pageOf(page: number): object {
  const all = [...petitions].slice((page - 1) * pageLength, page * pageLength);
  const data = all.map(([id, shown]) => {
    shown.first ??= now;
    const signatures = shown.count((now - shown.first) / minute + 60);
    return { id: Number(id), attributes: attributesOf(id, shown.drawn, signatures, stamps(shown, signatures)) };
  });
  const isLast = page * pageLength >= petitions.size;
  return { links: { next: isLast ? null : `/petitions.json?state=open&page=${page + 1}` }, data };
}

/** The stamps do not move once they are given. */
function stamps(shown: Shown, signatures: number): object {
  if (signatures > shown.drawn.signatures) shown.since ??= Temporal.Instant.fromEpochMilliseconds(now);
  const { response, debate } = stampsOf(shown.drawn, start, signatures, shown.since);
  return {
    response_threshold_reached_at: response?.toString() ?? null,
    debate_threshold_reached_at: debate?.toString() ?? null,
    government_response_at: null,
  };
}

const answer: RequestListener = (request, response) => {
  const [isList, page] = /^\/petitions\.json\?state=open(?:&page=(\d+))?$/.exec(request.url ?? '') ?? [];
  if (isList !== undefined) {
    asked = { ...asked, pages: asked.pages + 1 };
    if (!hasList) {
      response.writeHead(404).end();
      return;
    }
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(pageOf(Number(page ?? 1))));
    return;
  }
  const [, id = '', count] = /^\/petitions\/(\d+)(\/count)?\.json$/.exec(request.url ?? '') ?? [];
  const shown = petitions.get(id);
  if (shown === undefined) {
    response.writeHead(404).end();
    return;
  }
  shown.first ??= now;
  const signatures = shown.count((now - shown.first) / minute + 60);
  const stamped = stamps(shown, signatures);
  const etag = `"${signatures}"`;
  const changed = Number(signatures !== shown.last);
  shown.last = signatures;
  asked = {
    ...asked,
    looks: asked.looks + 1,
    whole: asked.whole + Number(count === undefined),
    changed: asked.changed + changed,
  };
  if (count === undefined) {
    const attributes = { ...attributesOf(id, shown.drawn, signatures, stamped), signatures_by_constituency: places };
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ data: { attributes } }));
    return;
  }
  if (request.headers['if-none-match'] === etag) {
    response.writeHead(304, { etag }).end();
    return;
  }
  response.writeHead(200, { 'content-type': 'application/json', etag });
  response.end(JSON.stringify({ signature_count: signatures, ...stamped }));
};

answering(async (said) => {
  const wish = message.parse(said);
  if ('now' in wish) {
    now = wish.now;
    const sofar = asked;
    asked = nothing;
    return sofar;
  }
  [start, now, hasList] = [wish.start, wish.start, wish.hasList];
  for (const drawn of populationOf(wish.petitions, wish.kind)) {
    petitions.set(drawn.id, {
      drawn,
      count: counter(drawn),
      first: undefined,
      last: drawn.signatures,
      since: undefined,
    });
  }
  const { url } = await listen(createServer(answer));
  return { url };
});
