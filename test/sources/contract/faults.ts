/** What goes wrong with any platform: none of it is a reading, and nothing of it is a zero. */
import type { IncomingMessage, ServerResponse } from 'node:http';

/** Spoils what would have been the answer. */
type Spoil = (response: ServerResponse, text: string, request: IncomingMessage) => void;

interface Fault {
  readonly spoil: Spoil;
  /** What the error says, where that is the same for all. */
  readonly says?: RegExp;
  readonly retryAfter?: number;
  /** Whether it is one of an answer in JSON, which a page for people does not have. */
  readonly ofJson?: true;
}

const login = '<!DOCTYPE html><title>Log in</title><form>12,345 people are logged in<input name="user"></form>';

const status =
  (code: number, headers: Record<string, string> = {}): Spoil =>
  (response) =>
    response.writeHead(code, headers).end('<h1>Sorry');
const instead =
  (body: string): Spoil =>
  (response) =>
    response.end(body);

export const faults: Readonly<Record<string, Fault>> = {
  '429 with Retry-After': { spoil: status(429, { 'retry-after': '120' }), says: /answered 429$/, retryAfter: 120 },
  '403': { spoil: status(403), says: /answered 403$/ },
  '500': { spoil: status(500), says: /answered 500$/ },
  '503 with Retry-After': { spoil: status(503, { 'retry-after': '30' }), says: /answered 503$/, retryAfter: 30 },
  'a redirect to a page to log in at': {
    spoil: (response, _, { url }) =>
      url === '/login' ? response.end(login) : response.writeHead(302, { location: '/login' }).end(),
  },
  'a redirect to another host': {
    spoil: status(302, { location: 'https://login.example.org/' }),
    says: /redirects to another host, login\.example\.org/,
  },
  'a page to log in at': { spoil: instead(login) },
  'an empty body': { spoil: instead('') },
  'a body that is cut off': { spoil: (response, text) => response.end(text.slice(0, -2)), ofJson: true },
  'a body of another shape': { spoil: instead('{"error":"not authorised"}') },
  'an empty object': { spoil: instead('{}') },
  null: { spoil: instead('null') },
  'a body that is too large': {
    spoil: (response, text) => response.end(text + ' '.repeat(2_000_000)),
    says: /sends more than 2 MB$/,
  },
  'a body that breaks off': {
    spoil: (response, text) => {
      response.writeHead(200, { 'content-length': Buffer.byteLength(text) });
      response.write(text.slice(0, -1), () => response.destroy());
    },
    says: /aborted/,
  },
};

/** A server that takes the request, and says nothing. */
export const hang: Spoil = () => undefined;

/** Counts that are none. */
export const badCounts: readonly unknown[] = [undefined, null, -5, 1.5, 1e12, 'many', '', true, []];
