/**
 * The topics of a petition's followers, who signed up by themselves: one for each choice of what to be told, named from the
 * stack and the petition, for ever. A topic for each choice needs no filter policy, of which a topic may have 200.
 */
import { createHash } from 'node:crypto';
import { followChoices, type FollowChoice } from '../domain/followers.ts';

/** All topics of followers begin with it, and no others of the stack: permissions are for this prefix. */
export const followersPrefix = (stack: string): string => `${stack}-follow-`;

/** A name has 256 characters at most. A stack's has 128, and the longest choice 5 with its hyphen: this leaves 115. */
const maxEncoded = 100;
const shownOfLong = 64;

/** The name in the ARN of a topic; a name stays as it is. */
export const topicName = (arn: string): string => arn.slice(arn.lastIndexOf(':') + 1);

/** Of the prefix, or of an ARN that ends with it. */
export const followersTopic = (prefix: string, petition: string, choice: FollowChoice): string =>
  `${prefix}${choice}-${encode(petition)}`;

/** What a topic is for; undefined when it is not of followers. The petition is undefined when its name is too long. */
export function followersOf(
  prefix: string,
  topic: string,
): { readonly choice: FollowChoice; readonly petition: string | undefined } | undefined {
  if (!topic.startsWith(prefix)) return undefined;
  const [, word, encoded = ''] = /^([a-z]+)-(.+)$/.exec(topic.slice(prefix.length)) ?? [];
  const choice = followChoices.find((one) => one === word);
  return choice && { choice, petition: decode(encoded) };
}

/**
 * Letters, digits and hyphens as they are, each other byte as `_` and two digits: no two petitions have one name. What is
 * too long is cut, with a hash after `__`, which stands nowhere else.
 */
function encode(petition: string): string {
  const encoded = [...Buffer.from(petition)]
    .map((byte) => {
      const character = String.fromCharCode(byte);
      return /[A-Za-z0-9-]/.test(character) ? character : `_${byte.toString(16).padStart(2, '0')}`;
    })
    .join('');
  if (encoded.length <= maxEncoded) return encoded;
  return `${encoded.slice(0, shownOfLong)}__${createHash('sha256').update(petition).digest('hex').slice(0, 32)}`;
}

function decode(encoded: string): string | undefined {
  if (encoded.includes('__')) return undefined;
  const bytes = [...encoded.matchAll(/_([0-9a-f]{2})|[^_]/g)].map(([character, hex]) =>
    hex === undefined ? character.charCodeAt(0) : Number.parseInt(hex, 16),
  );
  return Buffer.from(bytes).toString();
}
