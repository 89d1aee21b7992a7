/** `petitions.json`: the status of all petitions, overdue responses and response times. */
import { commitmentWaits } from '../../../src/status/answers.ts';
import type { SiteFile } from '../site-file.ts';
import { paths } from '../paths.ts';
import type { Overview, SiteContext } from '../view-model.ts';
import { petitionUrl } from './identifiers.ts';
import type { PetitionsFile } from './schema.ts';

export function petitionsJson(
  { petitions, overdue, responseTimes, answers, unreadable }: Overview,
  site: SiteContext,
): SiteFile {
  const { title, url } = site;
  const file: PetitionsFile = {
    format: 'petition-threshold-monitor/petitions',
    version: 1,
    site: { title, url },
    waits: { ...responseTimes, byCommitment: commitmentWaits(answers) },
    overdue,
    unreadable,
    petitions: petitions.map(({ status }) => ({
      ...status,
      page: petitionUrl(status.petition, 'html', site),
      data: petitionUrl(status.petition, 'json', site),
    })),
  };
  return { path: paths.petitions, body: JSON.stringify(file) };
}
