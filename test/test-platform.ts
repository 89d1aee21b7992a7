/** A platform for tests, in the JSON of We the People: petitions that a test sets, and faults it asks for. */
import type { ServerResponse } from 'node:http';
import { at } from './domain/story.ts';
import { serve, type Loopback } from './loopback.ts';

export interface Platform extends Loopback {
  /** Sets what is shown of a petition; what is not said stays as it was. */
  readonly shows: (id: string, changes: object) => void;
  /** Answers for a petition like this from now on; without an answer, as usual again. */
  readonly answers: (id: string, answer?: (response: ServerResponse) => void) => void;
  /** The headers of all answers from now on. */
  readonly sends: (headers: Readonly<Record<string, string>>) => void;
}

const unix = (text: string): number => at(text).epochMilliseconds / 1000;

const petition = {
  title: 'Title',
  signatureThreshold: 100_000,
  signatureCount: 0,
  created: unix('2015-12-20T17:00:00Z'),
  deadline: unix('2016-01-19T17:00:00Z'),
  status: 'open',
  response: [],
};

export async function startPlatform(): Promise<Platform> {
  const petitions = new Map<string, object>();
  const faults = new Map<string, (response: ServerResponse) => void>();
  let sent: Readonly<Record<string, string>> = {};
  const server = await serve((request, response) => {
    for (const [name, value] of Object.entries(sent)) response.setHeader(name, value);
    const id = /^\/v1\/petitions\/(.+)\.json$/.exec(request.url ?? '')?.[1] ?? '';
    const shown = petitions.get(id);
    const fault = faults.get(id);
    if (fault !== undefined) fault(response);
    else if (shown === undefined) response.writeHead(404).end();
    else response.end(JSON.stringify({ metadata: {}, results: [{ id, ...shown }] }));
  });
  return {
    ...server,
    shows: (id, changes) => {
      petitions.set(id, { ...(petitions.get(id) ?? petition), ...changes });
    },
    answers: (id, answer) => {
      if (answer === undefined) faults.delete(id);
      else faults.set(id, answer);
    },
    sends: (headers) => {
      sent = headers;
    },
  };
}
