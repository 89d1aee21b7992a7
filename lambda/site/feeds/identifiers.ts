/** What things are called for good in feeds, and where they are on the site. */
import { v5 } from 'uuid';
import { petitionPath, type PetitionFileKind } from '../paths.ts';
import type { SiteContext } from '../view-model.ts';

/** Drawn at random for this project, once. Another one, and every reader and calendar would show all there is a second time. */
const ours = 'c85913c2-44d9-4ab4-ab14-87a38d252805';

/** A UUID of version 5 (RFC 9562): the same for the same name, wherever the site is. */
export const uuidOf = (name: string): string => v5(name, ours);

/** The address of a petition's page, or of its data. */
export const petitionUrl = (petition: string, kind: PetitionFileKind, { url }: SiteContext): string =>
  url + petitionPath(petition, kind);
