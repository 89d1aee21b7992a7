/**
 * Which hosts a source may use: only the public internet, unless the config allows others. This is checked by name when
 * the config is read, and by address at every connection, after DNS.
 */
import { lookup as systemLookup, type LookupAddress } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import ipaddr from 'ipaddr.js';

/** Whether an IP address is public: not loopback, private, link-local, metadata, reserved … */
export function isPublicAddress(address: string): boolean {
  // `process` treats an IPv4 address inside an IPv6 address as that IPv4 address, but for the form of old, `::127.0.0.1`.
  // All of IPv6 that is given out is in 2000::/3 (IANA, 2026-11).
  const parsed = ipaddr.process(address);
  const isGivenOut = !(parsed instanceof ipaddr.IPv6) || parsed.match(ipaddr.IPv6.parse('2000::'), 3);
  return isGivenOut && parsed.range() === 'unicast';
}

/** Whether a host of a URL can be public: a public address, or a name that is not reserved for local use. */
export function mayBePublicHost(hostname: string): boolean {
  const host = hostname.replace(/^\[|\]$/g, '');
  if (isIP(host) !== 0) return isPublicAddress(host);
  return host.includes('.') && !/(^|\.)(localhost|local|internal|lan|home\.arpa)\.?$/i.test(host);
}

/** Resolves as the system does, but fails when any of the addresses is not public. */
export const publicLookup: LookupFunction = (hostname, options, callback) => {
  systemLookup(hostname, { ...options, all: true }, (error, addresses: LookupAddress[]) => {
    if (error) {
      callback(error, []);
      return;
    }
    const hidden = addresses.find(({ address }) => !isPublicAddress(address));
    if (hidden !== undefined) {
      callback(new Error(`${hostname} is at ${hidden.address}, which is not a public address`), []);
      return;
    }
    const [first] = addresses;
    if (options.all === true || first === undefined) callback(null, addresses);
    else callback(null, first.address, first.family);
  });
};
