/** The name of a petition on the command line. */
import { BadInput } from '../src/validation.ts';
import { goodSource } from '../src/config/recipients.ts';
import { idFormatOf, sources } from '../src/sources/registry.ts';
import type { Source } from '../src/sources/source.ts';

export interface PetitionName {
  readonly source: string;
  readonly petition: string;
}

const goodName = 'uk-parliament 700143, uk-parliament/700143, or https://petition.parliament.uk/petitions/700143';

/** By its source and id, by both in one, or by the address of its page. @throws {BadInput} */
export function parsePetitionName(first: string, id: string | undefined): PetitionName {
  if (id !== undefined) return { source: first, petition: id };
  const page = pageAddress(first);
  if (page !== undefined) {
    for (const [source, { idOf }] of Object.entries<Source>(sources)) {
      const petition = idOf?.(page);
      if (petition !== undefined) return { source, petition };
    }
    const advice = Object.values<Source>(sources).flatMap(({ adviceOn }) => adviceOn?.(page) ?? []);
    const message = advice[0] ?? `is not the page of a petition that the monitor knows; a good value is ${goodName}`;
    throw new BadInput(first, [{ path: '', message }]);
  }
  const slash = first.indexOf('/');
  if (slash !== -1) return { source: first.slice(0, slash), petition: first.slice(slash + 1) };
  throw new BadInput(first, [{ path: '', message: `does not name a petition; a good value is ${goodName}` }]);
}

/** A text that begins with a host, such as `petition.parliament.uk/petitions/700143`, is an address without `https:`. */
function pageAddress(text: string): URL | undefined {
  const written = /^[a-z0-9-]+(?:\.[a-z0-9-]+)+\//i.test(text) ? `https://${text}` : text;
  return URL.canParse(written) ? new URL(written) : undefined;
}

/** The same, of a petition that the monitor can read. @throws {BadInput} */
export function parseKnownPetition(first: string, id: string | undefined): PetitionName {
  const name = parsePetitionName(first, id);
  const format = idFormatOf(name.source);
  const bad = (path: string, message: string): BadInput => new BadInput(petitionNameText(name), [{ path, message }]);
  if (format === undefined) throw bad('source', goodSource(name.source));
  if (!format.pattern.test(name.petition)) throw bad('id', `must look like "${format.example}"`);
  return name;
}

export const petitionNameText = ({ source, petition }: PetitionName): string => `${source}/${petition}`;
