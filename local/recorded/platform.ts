/**
 * The platforms of the recorded petitions on loopback. Each responds in its own JSON, as at the simulated time, so that
 * the real source code reads it.
 */
import { createServer, type ServerResponse } from 'node:http';
import { Temporal } from 'temporal-polyfill';
import { isAfter, type Instant } from '../../src/domain/time.ts';
import { guarded, listen, type LoopbackServer } from '../../emulator/listen.ts';
import { recordedPetitions, type RecordedPetition, type UkPetition, type WeThePeoplePetition } from './petitions.ts';

const at = (text: string): Instant => Temporal.Instant.from(text);
const unix = (text: string): number => Math.floor(at(text).epochMilliseconds / 1000);

/** The count at an instant, interpolated between the figures around it. Undefined before the opening. */
export function recordedCountAt({ figures }: RecordedPetition, now: Instant): number | undefined {
  const later = figures.findIndex(([when]) => isAfter(at(when), now));
  if (later === 0) return undefined;
  const [fromAt, from] = figures.at(later === -1 ? -1 : later - 1) ?? figures[0];
  const [toAt, to] = figures[later] ?? [fromAt, from];
  const span = unix(toAt) - unix(fromAt);
  const passed = now.epochMilliseconds / 1000 - unix(fromAt);
  return span === 0 ? from : Math.floor(from + ((to - from) * passed) / span);
}

/** Serves all recorded petitions as at `now`. */
export function startRecordedPlatform(now: () => Instant): Promise<LoopbackServer> {
  const server = createServer(
    guarded(
      (request, response) => {
        // Its clock is the simulated one, too.
        response.setHeader('date', new Date(now().epochMilliseconds).toUTCString());
        const [, id, what] = /^\/(?:v1\/)?petitions\/([^/.]+)(\/count)?\.json$/.exec(request.url ?? '') ?? [];
        const petition = recordedPetitions.find((one) => one.id === id);
        const signatures = petition && recordedCountAt(petition, now());
        if (petition === undefined || signatures === undefined) response.writeHead(404).end();
        else if (petition.source === 'us-we-the-people') send(response, weThePeople(petition, signatures, now()));
        else
          send(
            response,
            what === undefined ? ukPetition(petition, signatures, now()) : ukCount(petition, signatures, now()),
          );
      },
      { methods: ['GET'], openTo: 'links' },
    ),
  );
  return listen(server);
}

function send(response: ServerResponse, body: object): void {
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

function weThePeople(petition: WeThePeoplePetition, signatures: number, now: Instant): object {
  const { id, title, url, needed, figures, deadline, answered } = petition;
  const answeredAt = passed(answered, now);
  const unanswered = signatures >= needed ? 'pending response' : passed(deadline, now) === null ? 'open' : 'closed';
  const status = answeredAt === null ? unanswered : 'responded';
  const result = {
    id,
    type: 'petition',
    title,
    url,
    signatureThreshold: needed,
    signatureCount: signatures,
    signaturesNeeded: Math.max(0, needed - signatures),
    deadline: unix(deadline),
    status,
    response: answeredAt === null ? [] : { id: 1, associationTime: unix(answeredAt) },
    created: unix(figures[0][0]),
    isSignable: status === 'open' || status === 'pending response',
  };
  return {
    metadata: { responseInfo: { status: 200 }, resultset: { count: 1, limit: 1, offset: 0 } },
    results: [result],
  };
}

function ukCount({ stamps, answered }: UkPetition, signatures: number, now: Instant): object {
  return {
    signature_count: signatures,
    response_threshold_reached_at: passed(stamps.response, now),
    debate_threshold_reached_at: passed(stamps.debate, now),
    government_response_at: passed(answered, now),
  };
}

function ukPetition(petition: UkPetition, signatures: number, now: Instant): object {
  const { id, title, url, figures, deadline } = petition;
  const closed = passed(deadline, now);
  const attributes = {
    action: title,
    state: closed === null ? 'open' : 'closed',
    opened_at: figures[0][0],
    closed_at: closed,
    ...(closed === null && { closing_date: deadline.slice(0, 10) }),
    ...ukCount(petition, signatures, now),
  };
  return { links: { self: `${url}.json` }, data: { type: 'petition', id: Number(id), attributes } };
}

/** The instant as the platform would show it; null before it. */
const passed = (when: string | undefined, now: Instant): string | null =>
  when === undefined || isAfter(at(when), now) ? null : when;
