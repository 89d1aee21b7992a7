/** What somebody sent: an event of API Gateway (payload format 2.0), read as the fields of the form. Pure. */
import * as z from 'zod/mini';
import { emailAddress } from '../../src/config/email-address.ts';
import { followChoice, type FollowChoice } from '../../src/domain/followers.ts';
import { parse } from '../../src/validation.ts';
import { maxEmailLength } from '../site/pages/sign-up.tsx';
import { originIdHeader } from './environment.ts';

const eventSchema = z.object({
  requestContext: z.object({ http: z.object({ method: z.string() }) }),
  headers: z.record(z.string(), z.string()),
  body: z._default(z.string(), ''),
  isBase64Encoded: z._default(z.boolean(), false),
});

/** More than the form can be. */
export const maxBodyLength = 4_096;

const petitionField = z.string().check(z.minLength(1), z.maxLength(300));
/** Case is of no account (RFC 5321 leaves it to the host, and no host that is known makes a difference). */
const emailField = emailAddress.check(z.maxLength(maxEmailLength));

/** Why a request is no form of this site that somebody has filled in. 403 and 404 have another page, of the whole site. */
export interface RefusedForm {
  readonly status: 400 | 405 | 413 | 415;
  readonly reason: string;
}

export interface SignUpRequest {
  readonly petition: string;
  readonly choice: FollowChoice;
  /** In lower case. Undefined: what was entered is no address. */
  readonly email: string | undefined;
  readonly entered: string;
  /** Of work, as it was sent; empty for none. */
  readonly proof: string;
  /** Of the visitor. */
  readonly ip: string;
}

/**
 * `originId` is what CloudFront sends. Where the form needs a proof of work, its script gets a challenge first. @throws
 * {BadInput} for what is no event.
 */
export function readSignUp(
  event: unknown,
  originId: string | undefined,
  needsProof = false,
): SignUpRequest | RefusedForm | 'challenge' {
  const { requestContext, headers, body, isBase64Encoded } = parse(eventSchema, event, 'event');
  const { method } = requestContext.http;
  const isForChallenge = needsProof && method === 'GET';
  if (method !== 'POST' && !isForChallenge) return { status: 405, reason: 'Sign up by the form on a petition’s page.' };
  if (originId !== undefined && headers[originIdHeader] !== originId)
    return { status: 400, reason: 'This address is only for the site itself.' };
  // Pages are sent without a referrer, so `Origin` is null. Browsers since 2023 send this header.
  if (!['same-origin', undefined].includes(headers['sec-fetch-site']))
    return { status: 400, reason: 'This does not come from a page of this site. Sign up on the petition’s page here.' };
  if (isForChallenge) return 'challenge';
  if (!/^application\/x-www-form-urlencoded\s*(;|$)/i.test(headers['content-type'] ?? ''))
    return { status: 415, reason: 'Only the form on a petition’s page is understood.' };
  // Base64 is a third longer.
  if (body.length > (isBase64Encoded ? Math.ceil(maxBodyLength / 3) * 4 : maxBodyLength))
    return { status: 413, reason: 'That is longer than the form can be.' };
  const fields = new URLSearchParams(isBase64Encoded ? Buffer.from(body, 'base64').toString() : body);
  const petition = z.safeParse(petitionField, fields.get('petition'));
  const choice = z.safeParse(followChoice, fields.get('choice'));
  if (!petition.success) return { status: 400, reason: 'The field “petition” is missing. Use the form on its page.' };
  if (!choice.success) return { status: 400, reason: 'The field “choice” must be “main” or “all”.' };
  const entered = (fields.get('email') ?? '').trim();
  const email = z.safeParse(emailField, entered.toLowerCase());
  return {
    petition: petition.data,
    choice: choice.data,
    email: email.data,
    entered,
    proof: fields.get('altcha') ?? '',
    ip: visitorIn(headers['cloudfront-viewer-address'] ?? ''),
  };
}

/** CloudFront writes the port behind it, also behind an IPv6 address without brackets. */
const visitorIn = (address: string): string => address.replace(/:\d+$/, '').replace(/^\[|\]$/g, '');
