/**
 * The French National Assembly, petitions.assemblee-nationale.fr, on Decidim. Its pages, as the open data of the State
 * have been read from them (data.gouv.fr's own pipeline, as of 2026-11): the count has its element only while signing
 * goes on, and goes with it when a committee closes the petition. What then is known of the count is what was read
 * last: no threshold is missed by that. Departments of the signatories are not shown.
 */
import { htmlReader } from '../custom/html.ts';

export const franceAssemblee = htmlReader({
  url: (id, baseUrl) => `${baseUrl}/initiatives/${id}`,
  signatures: { find: '.progress__bar__number' },
  title: { find: 'h2.heading2' },
  opened: { find: '.publish-date', format: 'dd/MM/yyyy' },
  deadline: { find: '.phase-date', format: 'dd/MM/yyyy' },
  // Classified by its committee, past its time, or of a legislature that has ended. Other states have other colours.
  closed: { find: '.initiative-status.alert, .initiative-status.warning, .archive-header' },
  locale: 'fr',
  timeZone: 'Europe/Paris',
});
