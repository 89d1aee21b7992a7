/** The permanent ids of feed entries, and their addresses on the site. */
import { v5 } from 'uuid';
import { petitionPath, type PetitionFileKind } from '../paths.ts';
import type { SiteContext } from '../view-model.ts';

/** Drawn at random once. With another one, every feed reader and calendar would show all entries a second time. */
const namespace = 'c85913c2-44d9-4ab4-ab14-87a38d252805';

/** A UUID of version 5 (RFC 9562). The same name has the same UUID, whatever the address of the site. */
export const uuidOf = (name: string): string => v5(name, namespace);

/** The address of a petition's page, or of its data. */
export const petitionUrl = (petition: string, kind: PetitionFileKind, { url }: SiteContext): string =>
  url + petitionPath(petition, kind);
