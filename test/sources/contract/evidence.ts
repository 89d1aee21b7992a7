/**
 * From where it is known what a platform shows, where neither a recording nor the platform's own software is at hand: this
 * file has it for each column of the table in docs/platforms.md. What is in none of these is believed.
 */

export interface Evidence {
  /** `client`: a program of others reads it so. `documented`: the platform, its standard, or a stored copy of it shows it so. */
  readonly kind: 'client' | 'documented';
  readonly columns: readonly string[];
  /** Who, and when. */
  readonly by: string;
}

export const evidence: Readonly<Record<string, Evidence>> = {
  'france-assemblee': {
    kind: 'client',
    columns: ['count', 'opened', 'deadline', 'closed'],
    by: "data.gouv.fr's own pipeline, politipet/data (2025 to 2026)",
  },
  'germany-bundestag': {
    kind: 'client',
    columns: ['count', 'opened', 'deadline', 'list'],
    by: 'three programs that read its table (2026-07 to 2026-09)',
  },
  'canada-commons': { kind: 'client', columns: ['count', 'deadline'], by: 'GrandFFormat/DossierCanada (2026)' },
  'australia-house': {
    kind: 'client',
    columns: ['count', 'deadline', 'answer', 'clock'],
    by: 'programs that have read its interface since 2019',
  },
  'taiwan-join': {
    kind: 'client',
    columns: ['count', 'opened', 'met', 'answer', 'clock'],
    by: 'programs of 2017, 2018 and 2026-07',
  },
  'korea-assembly': {
    kind: 'client',
    columns: ['count', 'opened', 'deadline', 'met', 'closed', 'list'],
    by: 'fediverses-kr/petitions-agreecount-01 (2024), and programs that read the same interface',
  },
  italy: {
    kind: 'client',
    columns: ['count', 'opened', 'thresholds', 'closed', 'list'],
    by: 'ondata/referendum_iniziative_popolari, which archives its answers (2025-07 to 2026-08)',
  },
  denmark: { kind: 'client', columns: ['count', 'opened', 'list'], by: 'programs of 2020 to 2026' },
  ukraine: {
    kind: 'client',
    columns: ['count', 'opened', 'deadline', 'met', 'closed', 'list'],
    by: 'programs of 2016 to 2026',
  },
  'ukraine-cabinet': { kind: 'client', columns: ['count', 'opened', 'answer'], by: 'programs of 2025 and 2026' },
  decidim: {
    kind: 'client',
    columns: ['count', 'thresholds', 'list'],
    by: "programs that read the Senate's (2020 to 2026); decidim/decidim has the same elements, and the API that is read at Barcelona",
  },
  luxembourg: {
    kind: 'documented',
    // The count of an open one was only seen on its card.
    columns: ['opened', 'thresholds', 'closed'],
    by: 'stored copies of its pages: /en/petition/380, and the cards of the home page (2025 to 2026)',
  },
  brazil: {
    kind: 'client',
    columns: ['count', 'deadline', 'closed', 'list'],
    by: 'SidneyBissoli/senado-br-mcp-cloudflare (2026-07)',
  },
  'new-zealand': { kind: 'client', columns: ['count', 'deadline', 'closed'], by: 'two programs (as of 2026-11)' },
  openpetition: { kind: 'client', columns: ['count', 'opened'], by: 'a program of 2026-08' },
  'change-org': { kind: 'client', columns: ['count', 'thresholds'], by: 'programs of 2022 to 2024' },
  'action-network': {
    kind: 'documented',
    columns: ['count', 'opened', 'list'],
    by: 'opensupporter/osdi-docs, petitions.md (2019-04-17)',
  },
};
