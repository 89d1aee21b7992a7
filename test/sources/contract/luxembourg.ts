/**
 * Luxembourg: its pages, and what is read from them. Made up, with the words of stored copies of petitiounen.lu (2025 and
 * 2026): /en/petition/380, and the cards of the home page. The elements are ours.
 */
import { at } from '../../domain/story.ts';
import { written, type Bodies, type Contract } from './contract.ts';

export const opening = 'The public petition n°990001 is open for signature, on 05-02-2026';
export const extension = (until: string): string =>
  `The period for signing the public petition n° 990001 is extended until ${until}, on 10-03-2026`;
export const closing =
  'The period for signing the public petition n°. 990001 is closed on 19-03-2026 - Number of electronic signatures before validation: 5 512';

/** With what the petitioner writes before all, and the history with the newest first. */
export const shown = (count: string, events: readonly string[] = [opening], purpose = 'Plus de bancs.'): string =>
  `<!DOCTYPE html><html><head><title>Des bancs  dans les parcs . - Petitions</title></head><body><h1>Des bancs</h1>
  <p>Public petition n°990001</p><p>Petitioner: X. Y.</p><h2>Purpose of the petition</h2><p>${purpose}</p>
  ${count}<h2>Key information</h2><dl><dt>Submission date</dt><dd>21/01/2026</dd>
  <dt>Opening of the signature collection</dt><dd>05/02/2026</dd></dl>
  <h2>Petition background</h2>${events.map((event) => `<p>05/02/2026</p><p>${event}</p>`).join('')}</body></html>`;

export const counted = (count: string, kind = 'Registered', needed = '5 500'): string =>
  `<h2>Collection of registered signatures</h2><div><span>${kind} signatures</span> <b>${count} / ${needed}</b></div>`;

const bodies = (page: string): Bodies => ({ '/en/petition/990001': page });

export const contract: Contract = {
  now: '2026-02-20T12:00:00Z',
  open: {
    bodies: (count) => bodies(shown(count === undefined ? '' : counted(written(count, 'fr')))),
    sees: {
      signatures: 5_499,
      title: 'Des bancs dans les parcs .',
      registered: at('2026-01-20T23:00:00Z'),
      opened: at('2026-02-04T23:00:00Z'),
      needed: { debate: 5_500 },
      signing: { open: true },
    },
    required: [],
  },
  others: {
    extended: {
      bodies: bodies(shown(counted('5 499'), [extension('31-03-2026'), extension('25-03-2026'), opening])),
      sees: { deadline: at('2026-03-31T21:59:59.999Z'), signing: { open: true } },
    },
    verified: {
      bodies: bodies(shown(counted('5 503', 'Verified'), [closing, opening])),
      sees: { signatures: 5_503, signing: { open: false }, met: ['debate'] },
      now: '2026-04-10T12:00:00Z',
    },
  },
  closedEarly: {
    bodies: bodies(shown(counted('5 499'), [closing, opening])),
    sees: { signing: { open: false } },
    now: '2026-02-20T12:15:00Z',
  },
  lacks: {
    answer: 'where its page shows the debate has not been seen',
    list: 'no page with all open ones has been seen',
  },
};
