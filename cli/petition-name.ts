/** A petition as people name it on the command line. */
import { BadInput } from '../src/validation.ts';
import { sources } from '../src/sources/registry.ts';
import type { Source } from '../src/sources/source.ts';

export interface PetitionName {
  readonly source: string;
  readonly petition: string;
}

const goodName = 'uk-parliament 700143, uk-parliament/700143, or https://petition.parliament.uk/petitions/700143';

/** By its source and id, by both in one, or by the address of its page. @throws {BadInput} */
export function parsePetitionName(first: string, id: string | undefined): PetitionName {
  if (id !== undefined) return { source: first, petition: id };
  const page = URL.canParse(first) ? new URL(first) : undefined;
  if (page !== undefined) {
    for (const [source, { idOf }] of Object.entries<Source>(sources)) {
      const petition = idOf?.(page);
      if (petition !== undefined) return { source, petition };
    }
    const message = `is the page of no petition that a source knows; a good value is ${goodName}`;
    throw new BadInput(first, [{ path: '', message }]);
  }
  const slash = first.indexOf('/');
  if (slash !== -1) return { source: first.slice(0, slash), petition: first.slice(slash + 1) };
  throw new BadInput(first, [{ path: '', message: `names no petition; a good value is ${goodName}` }]);
}

export const petitionNameText = ({ source, petition }: PetitionName): string => `${source}/${petition}`;
