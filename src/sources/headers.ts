/**
 * Readers of response headers, by the grammar of the RFCs and leniently in form. Each takes any text and gives a
 * bounded value, or undefined for text that says nothing. `Date.parse` alone finds a date in almost any text: in "1.5"
 * the first of May 2001.
 */
import { Temporal } from 'temporal-polyfill';
import type { Instant } from '../domain/time.ts';

/** Seconds: what does not fit in 31 bits counts as this (RFC 9111, 1.2.2). */
const maxSeconds = 2 ** 31;

/** No server keeps us away for longer than a day. */
const maxRetryAfter = 86_400;

/** A number of seconds, rounded up. Servers also send fractions, units and lists: of a list, the first counts. */
function secondsOf(value: string): number | undefined {
  const number = /^\s*"?(\d+(?:\.\d+)?)"?\s*(?:s\s*)?(?:,.*)?$/is.exec(value)?.[1];
  return number === undefined ? undefined : Math.min(Math.ceil(Number(number)), maxSeconds);
}

const withZone = /^[a-z]{3,9}, \d{2}[ -][a-z]{3}[ -](?:\d{4}|\d{2}) \d{2}:\d{2}:\d{2} GMT$/i;
const asctime = /^[a-z]{3} [a-z]{3} [ \d]\d \d{2}:\d{2}:\d{2} \d{4}$/i;

/** A date in one of the three forms of RFC 9110, 5.6.7. */
export function httpDate(value = ''): Instant | undefined {
  const text = value.trim();
  const milliseconds = asctime.test(text)
    ? Date.parse(`${text} GMT`)
    : withZone.test(text)
      ? Date.parse(text)
      : Number.NaN;
  return Number.isNaN(milliseconds) ? undefined : Temporal.Instant.fromEpochMilliseconds(milliseconds);
}

/** `Age`: for how many seconds a cache has had the answer (RFC 9111, 5.1). */
export const ageOf = (value = ''): number | undefined => secondsOf(value);

/** `max-age` of `Cache-Control` (RFC 9111, 5.2.2.1). `s-maxage` is for shared caches, which we are not. */
export function maxAgeOf(value = ''): number | undefined {
  const directives = value.split(',').map((directive) => /^\s*max-age\s*=(.*)$/is.exec(directive)?.[1]);
  return secondsOf(directives.find((found) => found !== undefined) ?? '');
}

/**
 * Seconds to wait: `Retry-After` has a number of them, or a date (RFC 9110, 10.2.3). The date is by the server's clock,
 * which may not be ours: `now` is the `Date` of the same answer, where it has one.
 */
export function retryAfterOf(value: string | undefined, now: Instant): number | undefined {
  const until = httpDate(value);
  const seconds = until === undefined ? secondsOf(value ?? '') : Math.ceil(now.until(until).total('seconds'));
  return seconds === undefined ? undefined : Math.min(Math.max(0, seconds), maxRetryAfter);
}

/** The registry of codings (RFC 9110, 8.4.1; IANA, 2026-11). */
const codings = 'aes128gcm br compress dcb dcz deflate exi gzip pack200-gzip zstd'.split(' ');

/**
 * `Content-Encoding`: the codings that a body went through, the last one last. Names may be in any case. Servers also put
 * here what is none, such as `UTF-8` or `none`: that changes nothing in a body, so it is no reason not to read it.
 */
export const contentCodings = (value = ''): readonly string[] =>
  value.split(',').flatMap((one) => {
    const name = /[a-z0-9-]+/.exec(one.toLowerCase())?.[0].replace(/^x-/, '') ?? '';
    return codings.includes(name) ? [name] : [];
  });

/** `Location`, relative to the address that was asked. */
export function locationOf(value: string | undefined, from: URL): URL | undefined {
  const text = inUtf8(value ?? '').trim();
  return text !== '' && URL.canParse(text, from) ? new URL(text, from) : undefined;
}

/** Node reads a header as Latin-1. Many servers send an address as UTF-8, without escapes. */
function inUtf8(header: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(header, 'latin1'));
  } catch {
    return header;
  }
}
