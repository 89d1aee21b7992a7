/**
 * The French National Assembly, petitions.assemblee-nationale.fr, on Decidim: its pages, as the government's open data
 * are read from them (data.gouv.fr's own pipeline, as of 2026-11). The element of the count exists only while signing
 * goes on, and disappears when a committee closes the petition. Then the last count stays: no threshold is missed by
 * that. The departments of signatories are not shown. Decidim redirects from an id that is not used, or not published, to
 * its home page or to the sign-in page (decidim/decidim, ApplicationController; the pipeline takes the home page so too).
 */
import { htmlReader } from '../custom/html.ts';
import { goneIfRedirectedTo } from '../redirects.ts';

export const franceAssemblee = goneIfRedirectedTo(
  /^\/(?:users\/sign_in)?$/,
  htmlReader({
    url: (id, baseUrl) => `${baseUrl}/initiatives/${id}`,
    signatures: { find: '.progress__bar__number' },
    title: { find: 'h2.heading2' },
    opened: { find: '.publish-date', format: 'dd/MM/yyyy' },
    deadline: { find: '.phase-date', format: 'dd/MM/yyyy' },
    // Closed by its committee, past its time, or of a past legislature. Other states have other colours.
    closed: { find: '.initiative-status.alert, .initiative-status.warning, .archive-header' },
    locale: 'fr',
    timeZone: 'Europe/Paris',
  }),
);
