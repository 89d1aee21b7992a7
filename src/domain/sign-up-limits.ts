/** How often anybody may sign up in a day (UTC): by network, by address, and altogether. Pure. */
import type { Instant } from './time.ts';

/**
 * Nobody should be sent many mails that he did not ask for: SNS sends the mail that asks to confirm again each time, until
 * somebody does. A network is of many households, and is refused openly; what an address is refused, nobody is told.
 */
export const signUpLimits = { network: 50, address: 10, addressAndPetition: 3 } as const;

export interface SignUpAttempt {
  readonly petition: string;
  /** In lower case. */
  readonly email: string;
  /** Who asks. */
  readonly ip: string;
}

export interface SignUpCounter {
  readonly of: 'network' | 'address' | 'addressAndPetition' | 'all' | 'proof';
  readonly key: string;
  readonly max: number;
}

/**
 * What is counted, in this order, until one is full. So a network cannot use up what others may, who asks again and again
 * for one petition can still ask for others, and what sends no mail is not counted among all.
 */
export const signUpCounters = ({ petition, email, ip }: SignUpAttempt, perDay: number): readonly SignUpCounter[] => [
  { of: 'network', key: networkOf(ip), max: signUpLimits.network },
  { of: 'addressAndPetition', key: `${email} ${petition}`, max: signUpLimits.addressAndPetition },
  { of: 'address', key: email, max: signUpLimits.address },
  { of: 'all', key: '', max: perDay },
];

/** Counted on the day on which the proof of work expires: also at midnight, nobody can use it twice. */
export const proofCounter = (id: string): SignUpCounter => ({ of: 'proof', key: id, max: 1 });

/**
 * IPv4 by /24, IPv6 by /48: each is 256 households at least. A household has up to a /48 of IPv6 (RIPE-690, 2017), so that a
 * limit by /64 would hold nobody; and a /24 is the least that is routed and sold of IPv4.
 */
export function networkOf(ip: string): string {
  const [, v4] = /^(?:::ffff:)?(\d+\.\d+\.\d+)\.\d+$/i.exec(ip) ?? [];
  if (v4 !== undefined) return `${v4}.0/24`;
  if (!ip.includes(':')) return ip;
  const gap = ip.indexOf('::');
  const [first, last] = gap < 0 ? [groupsOf(ip), []] : [groupsOf(ip.slice(0, gap)), groupsOf(ip.slice(gap + 2))];
  const groups = [...first, ...Array.from({ length: 8 - first.length - last.length }, () => '0'), ...last];
  return `${groups.slice(0, 3).join(':')}::/48`;
}

/** In lower case and without leading zeros: an address is written in several ways. */
const groupsOf = (text: string): string[] =>
  text === '' ? [] : text.split(':').map((group) => group.toLowerCase().replace(/^0+(?=.)/, ''));

/** From then on nothing needs what was counted. */
export const signUpCountsEnd = (now: Instant): Instant => now.add({ hours: 48 });
