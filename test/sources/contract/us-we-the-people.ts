/** We the People: its answers, and what is read from them. */
import { at } from '../../domain/story.ts';
import { pageFrom, type Contract } from './contract.ts';

/** A petition as the API gave it in 2016. */
export const petition = {
  id: '22111',
  type: 'petition',
  title: 'Pardon Steven Avery &amp; Brendan Dassey &lt;now&gt;: &quot;it&#039;s time&quot;',
  body: '…',
  issues: [{ id: 12, name: 'Justice' }],
  signatureThreshold: 100_000,
  signatureCount: 100_412,
  signaturesNeeded: 0,
  url: 'https://petitions.whitehouse.gov/petition/pardon-steven-avery',
  deadline: 1453222800,
  status: 'pending response',
  response: [],
  created: 1450630800,
  isSignable: true,
  isPublic: true,
  reachedPublic: 0,
};

export const page = (...results: unknown[]): object => ({
  metadata: {
    responseInfo: { status: 200, developerMessage: 'OK' },
    resultset: { count: results.length, limit: 1, offset: 0 },
    executionTime: 0.02,
  },
  results,
});

const open = { ...petition, signatureCount: 41_000, status: 'open' };
const bodies = (changes: object): Record<string, object> => ({
  '/v1/petitions/22111.json': page({ ...open, ...changes }),
});

export const contract: Contract = {
  now: '2016-01-05T17:00:00Z',
  open: {
    bodies: (count) => bodies({ signatureCount: count }),
    sees: {
      signatures: 41_000,
      title: 'Pardon Steven Avery & Brendan Dassey <now>: "it\'s time"',
      opened: at('2015-12-20T17:00:00Z'),
      deadline: at('2016-01-19T17:00:00Z'),
      needed: { response: 100_000 },
      signing: { open: true },
      answer: null,
    },
    required: [
      'metadata',
      'metadata.resultset.count',
      'results',
      'results.*.id',
      'results.*.signatureCount',
      'results.*.status',
      'results.*.title',
    ],
  },
  others: {
    met: { bodies: bodies(petition), sees: { met: ['response'], signing: { open: true } } },
    closed: { bodies: bodies({ status: 'closed' }), sees: { signing: { open: false } } },
    answered: {
      bodies: bodies({
        status: 'responded',
        response: { id: 716, url: 'https://petitions.whitehouse.gov/response/x', associationTime: 1452204000 },
      }),
      sees: { answer: { at: at('2016-01-07T22:00:00Z'), url: 'https://petitions.whitehouse.gov/response/x' } },
      now: '2016-01-08T00:00:00Z',
    },
  },
  list: {
    served: (sizes) => (request, response) => {
      const { searchParams } = new URL(request.url ?? '', 'http://x');
      const offset = Number(searchParams.get('offset'));
      // All of these are open: none waits for a response.
      if (searchParams.get('status') !== 'open')
        return void response.end(
          JSON.stringify({ metadata: { resultset: { count: 0, limit: 10, offset } }, results: [] }),
        );
      const results = pageFrom(sizes, offset, (index) => ({ ...open, id: String(22111 + index) }));
      const count = sizes.reduce((sum, size) => sum + size, 0);
      // As the platform does, whatever limit is asked for.
      response.end(JSON.stringify({ metadata: { resultset: { count, limit: 10, offset } }, results }));
    },
  },
};
