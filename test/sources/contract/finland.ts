/** Finland: its answers, and what is read from them. */
import { at } from '../../domain/story.ts';
import { pageFrom, type Bodies, type Contract } from './contract.ts';

/** An initiative as the API gives it, with a clock change between its days. */
export const initiative = {
  id: 'https://www.kansalaisaloite.fi/api/v1/initiatives/1234',
  url: {
    fi: 'https://www.kansalaisaloite.fi/fi/aloite/1234',
    sv: 'https://www.kansalaisaloite.fi/sv/initiativ/1234',
  },
  modified: '2025-09-01T13:50:30+03:00',
  state: 'ACCEPTED',
  stateDate: '2025-08-31T17:57:45+03:00',
  supportCount: 41_000,
  externalSupportCount: 500,
  totalSupportCount: 41_500,
  sentSupportCount: 0,
  verifiedSupportCount: 0,
  verified: null,
  name: { fi: 'Kylän  viheriö', sv: null },
  startDate: '2025-09-01',
  endDate: '2026-03-01',
  proposalType: 'LAW',
  votingInProgress: true,
};

const bodies = (changes: object): Bodies => ({ '/api/v1/initiatives/1234': { ...initiative, ...changes } });

export const contract: Contract = {
  now: '2026-01-05T17:00:00Z',
  open: {
    bodies: (count) => bodies({ totalSupportCount: count }),
    sees: {
      signatures: 41_500,
      title: 'Kylän viheriö',
      opened: at('2025-08-31T21:00:00Z'),
      deadline: at('2026-03-01T21:59:59.999Z'),
      signing: { open: true },
    },
    required: ['id', 'name', 'state', 'totalSupportCount'],
  },
  others: {
    'sent to Parliament': {
      bodies: bodies({ state: 'DONE', stateDate: '2026-04-10T12:00:00+03:00', votingInProgress: false }),
      sees: {
        met: ['parliament'],
        signing: { open: false, reason: 'sent to Parliament', at: at('2026-04-10T09:00:00Z') },
      },
      now: '2026-04-11T00:00:00Z',
    },
  },
  closedEarly: {
    bodies: bodies({ state: 'CANCELED', stateDate: '2026-01-05T20:00:00+02:00', votingInProgress: false }),
    sees: { signing: { open: false, reason: 'cancelled', at: at('2026-01-05T18:00:00Z') } },
    now: '2026-01-05T18:30:00Z',
  },
  list: {
    served: (sizes) => (request, response) => {
      const offset = Number(new URL(request.url ?? '', 'http://x').searchParams.get('offset'));
      const item = (index: number): object => ({
        ...initiative,
        id: `https://www.kansalaisaloite.fi/api/v1/initiatives/${1234 + index}`,
      });
      response.end(JSON.stringify(pageFrom(sizes, offset, item)));
    },
  },
  lacks: { answer: 'the rules owe none by a time' },
};
