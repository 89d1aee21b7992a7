/** A fault across several fields, and the check that an address is public. */
import { mayBePublicHost } from '../sources/public-hosts.ts';

export interface Conflict {
  readonly path: (string | number)[];
  readonly message: string;
  readonly input: unknown;
}

const isPublic = ({ protocol, hostname }: URL): boolean => protocol === 'https:' && mayBePublicHost(hostname);

/**
 * The fault of an address that is not https on a public host. A text that is no address is a fault of its own field.
 */
export function privateUrlConflicts(path: Conflict['path'], address: string | undefined): Conflict[] {
  if (address === undefined || !URL.canParse(address) || isPublic(new URL(address))) return [];
  const message = 'must be an https address of a public host, unless "allowPrivateSources" is true';
  return [{ path, message, input: address }];
}
