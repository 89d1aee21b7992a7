/** The European Citizens' Initiative: its answers, and what is read from them. */
import { at } from '../../domain/story.ts';
import { pageFrom, type Bodies, type Contract } from './contract.ts';

/** The register's details of an initiative that is collecting. */
export const ongoing = {
  id: 8807,
  comRegNum: 'ECI(2024)000007',
  status: 'ONGOING',
  latestUpdateDate: '01/07/2025 21:03',
  lastCall: false,
  registrationDate: '19/06/2024',
  startCollectionDate: '31/07/2024',
  deadline: '31/07/2025',
  earlyClosureDate: '',
  linguisticVersions: [
    { original: false, languageCode: 'DE', title: 'Keine Spiele zerstören', supportLink: 'https://example.org/sign' },
    {
      original: true,
      languageCode: 'EN',
      title: 'Stop destroying\ngames',
      supportLink: 'https://eci.ec.europa.eu/045/public/?lg=en',
    },
  ],
  progress: [
    { name: 'REGISTERED', active: false, date: '19/06/2024' },
    { name: 'COLLECTION_START_DATE', active: false, date: '31/07/2024' },
    { name: 'ONGOING', active: true, date: '31/07/2024' },
  ],
  sosReport: {
    totalSignatures: 801_000,
    onlineSosUpdateDate: '01/07/2025 20:45',
    entry: [
      { countryCodeType: 'DE', total: 150_000 },
      { countryCodeType: 'MT', total: 1_052, afterSubmission: true },
      { countryCodeType: 'GR', total: 9_000, afterSubmission: false },
    ],
  },
};

export const step = (name: string, date?: string): object => ({
  name,
  active: false,
  ...(date !== undefined && { date }),
});
export const closed = {
  ...ongoing,
  status: 'VERIFICATION',
  deadline: '',
  progress: [step('REGISTERED', '19/06/2024'), step('CLOSED', '31/07/2025'), step('VERIFICATION', '01/09/2025')],
};
export const { sosReport: gathered, ...rest } = closed;
export const submitted = {
  ...rest,
  status: 'SUBMITTED',
  progress: [...closed.progress, step('SUBMITTED', '26/01/2026')],
  submission: { ...gathered, totalSignatures: 1_294_188, updateDate: '26/01/2026' },
};
export const answered = {
  ...submitted,
  status: 'ANSWERED',
  progress: [...submitted.progress, step('ANSWERED', '16/06/2026')],
  answer: {
    id: 1,
    decisionDate: '16/06/2026',
    links: [
      { defaultName: 'ANNEX', defaultLink: 'https://example.org/annex' },
      { defaultName: 'COMMUNICATION', defaultLink: 'https://citizens-initiative.europa.eu/document/answer' },
    ],
  },
};

const register = (details: object): Bodies => ({ '/core/api/register/details/2024/000007': details });
const counter = (signatureCount: unknown): Bodies => ({
  '/045/public/api/report/progression': { signatureCount, goal: 1_400_000 },
});

export const contract: Contract = {
  now: '2025-07-02T09:00:00Z',
  open: {
    bodies: (count) => ({ ...register(ongoing), ...counter(count) }),
    sees: {
      signatures: 810_123,
      title: 'Stop destroying games',
      registered: at('2024-06-18T22:00:00Z'),
      opened: at('2024-07-30T22:00:00Z'),
      deadline: at('2025-07-31T21:59:59.999Z'),
      signing: { open: true },
      parts: { DE: 150_000, GR: 9_000 },
      clockStarted: null,
      answer: null,
    },
    required: [
      'linguisticVersions',
      'linguisticVersions.*.languageCode',
      'linguisticVersions.*.title',
      'progress.*.name',
      'signatureCount',
      'sosReport.entry',
      'sosReport.entry.*.countryCodeType',
      'sosReport.entry.*.total',
      'sosReport.totalSignatures',
      'status',
    ],
  },
  later: {
    memory: { counter: '045', total: 801_000, registerAt: '2025-07-02T08:30:00Z' },
    bodies: counter,
    sees: { signatures: 810_123 },
    required: ['signatureCount'],
  },
  others: {
    closed: {
      bodies: { ...register(closed), ...counter(1_448_271) },
      sees: { signatures: 1_448_271, signing: { open: false, at: at('2025-07-31T21:59:59.999Z') } },
      now: '2025-09-02T09:00:00Z',
    },
    submitted: {
      bodies: register(submitted),
      sees: { signatures: 1_294_188, met: ['response'], clockStarted: at('2026-01-25T23:00:00Z'), answer: null },
      now: '2026-02-01T09:00:00Z',
    },
    answered: {
      bodies: register(answered),
      sees: {
        answer: { at: at('2026-06-15T22:00:00Z'), url: 'https://citizens-initiative.europa.eu/document/answer' },
      },
      now: '2026-07-01T09:00:00Z',
    },
  },
  closedEarly: {
    bodies: register({ ...closed, status: 'CLOSED', deadline: '31/07/2025', earlyClosureDate: '02/07/2025' }),
    sees: { signing: { open: false, at: at('2025-07-02T21:59:59.999Z'), reason: 'closed by its organisers' } },
    now: '2025-07-03T09:00:00Z',
  },
  // The search and its entries, as public programs read them (2026-10).
  list: {
    served: (sizes) => (request, response) => {
      const offset = Number(/\/search\/ALL\/EN\/(\d+)\/50$/.exec(request.url ?? '')?.[1] ?? Number.NaN);
      const entry = (index: number): object => ({
        id: 8807 + index,
        pubRegNum: `ECI(2024)${String(7 + index).padStart(6, '0')}`,
        title: 'Stop destroying games',
        totalSupporters: 801_000,
        status: 'ONGOING',
        latestUpdateDate: '01/07/2025 21:03',
      });
      const recordsFound = sizes.reduce((sum, size) => sum + size, 0);
      const entries = pageFrom(sizes, offset, entry);
      response.end(JSON.stringify(Number.isNaN(offset) ? ongoing : { recordsFound, entries }));
    },
    each: 2,
  },
  lacks: {
    'conditional GET': 'whether its two services know conditions has not been seen',
  },
};
