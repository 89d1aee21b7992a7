/** How often anybody may sign up: what is counted, and which addresses are one network. */
import fc from 'fast-check';
import { networkOf, proofCounter, signUpCounters, signUpCountsEnd } from '../../src/domain/sign-up-limits.ts';
import { utcDay } from '../../src/domain/time.ts';
import { at } from './story.ts';

test.each([
  ['203.0.113.7', '203.0.113.0/24'],
  ['203.0.113.255', '203.0.113.0/24'],
  ['::ffff:203.0.113.7', '203.0.113.0/24'],
  ['2001:db8:7:1::5', '2001:db8:7::/48'],
  ['2001:0DB8:0007:ffff:0:0:0:1', '2001:db8:7::/48'],
  ['2001:db8::5', '2001:db8:0::/48'],
  ['2001::1:2:3:4:5', '2001:0:0::/48'],
  ['2001:0:0:1:2:3:4:5', '2001:0:0::/48'],
  ['::1', '0:0:0::/48'],
  ['unknown', 'unknown'],
  ['', ''],
])('%s is of the network %s', (ip, network) => {
  expect(networkOf(ip)).toBe(network);
});

test('however an address of IPv6 is written, and whatever stands behind its first 48 bits, it is of one network', () => {
  const groups = fc.array(fc.integer({ min: 0, max: 0xffff }), { minLength: 8, maxLength: 8 });
  const hex = (all: readonly number[]): string[] => all.map((group) => group.toString(16));
  fc.assert(
    fc.property(groups, fc.integer({ min: 0, max: 0xffff }), (all, last) => {
      const other = [...all.slice(0, 3), 0, 0, 0, 0, last];
      const shortened = `${hex(all.slice(0, 3)).join(':')}::${last.toString(16)}`;
      const padded = hex(other).map((group) => group.toUpperCase().padStart(4, '0'));
      const network = networkOf(hex(all).join(':'));
      expect([networkOf(padded.join(':')), networkOf(shortened)]).toEqual([network, network]);
    }),
  );
});

test('a network is counted first and all last: what one network is refused, the others keep', () => {
  const counters = signUpCounters({ petition: 'uk-parliament/1', email: 'a@example.org', ip: '203.0.113.7' }, 1_000);
  expect(counters).toEqual([
    { of: 'network', key: '203.0.113.0/24', max: 50 },
    { of: 'addressAndPetition', key: 'a@example.org uk-parliament/1', max: 3 },
    { of: 'address', key: 'a@example.org', max: 10 },
    { of: 'all', key: '', max: 1_000 },
  ]);
});

test('a proof of work is good once', () => {
  expect(proofCounter('a')).toEqual({ of: 'proof', key: 'a', max: 1 });
});

test('a day is one of UTC, and what was counted is kept until the next one is over', () => {
  expect(utcDay(at('2026-03-01T23:59:59.999Z'))).toBe('2026-03-01');
  expect(utcDay(at('2026-03-02T00:00:00Z'))).toBe('2026-03-02');
  expect(signUpCountsEnd(at('2026-03-01T12:00:00Z')).toString()).toBe('2026-03-03T12:00:00Z');
});
