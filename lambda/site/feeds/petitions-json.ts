/** `petitions.json`: where all petitions stand, which answers are overdue, and how long answers take. */
import type { SiteFile } from '../site-file.ts';
import { paths } from '../paths.ts';
import type { Overview, Site } from '../view-model.ts';
import { addressOf } from './identifiers.ts';
import type { PetitionsFile } from './schema.ts';

export function petitionsFile({ petitions, overdue, waits, unreadable }: Overview, site: Site): SiteFile {
  const { title, url } = site;
  const file: PetitionsFile = {
    format: 'petition-threshold-monitor/petitions',
    version: 1,
    site: { title, url },
    waits,
    overdue,
    unreadable,
    petitions: petitions.map(({ standing }) => ({
      ...standing,
      page: addressOf(standing.petition, 'html', site),
      data: addressOf(standing.petition, 'json', site),
    })),
  };
  return { path: paths.petitions, body: JSON.stringify(file) };
}
