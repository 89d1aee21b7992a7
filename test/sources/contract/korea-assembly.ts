/** The Korean National Assembly: its answers, and what is read from them. */
import { at } from '../../domain/story.ts';
import { pageOf, type Bodies, type Contract } from './contract.ts';

export const id = '14CBAF8CE5733410E064B49691C1987F';

export const petition = {
  rowNum: 1,
  petitId: id,
  petitSj: '마을 잔디밭에 관한 청원',
  petitCn: '…',
  petitRealmNm: '행정',
  jrsdCmitNm: null,
  agreCo: 41_234,
  agreBeginDe: '2026-05-01 10:30:00',
  agreEndDe: '2026-05-30 23:59:59',
  sttusCode: 'AGRE_PROGRS',
  resultCode: null,
  mtzNmpr: 50_000,
};

const bodies = (changes: object): Bodies => ({ [`/api/petits/${id}`]: { ...petition, ...changes } });

export const contract: Contract = {
  now: '2026-05-10T12:00:00Z',
  open: {
    bodies: (count) => bodies({ agreCo: count }),
    sees: {
      signatures: 41_234,
      title: '마을 잔디밭에 관한 청원',
      opened: at('2026-05-01T01:30:00Z'),
      deadline: at('2026-05-30T14:59:59.999Z'),
      needed: { committee: 50_000 },
      signing: { open: true },
    },
    required: ['agreCo', 'petitId', 'petitSj'],
  },
  others: {
    established: {
      bodies: bodies({ agreCo: '50123', sttusCode: 'CMIT_FRWRD' }),
      sees: { met: ['committee'], clockStarted: true },
    },
    'dealt with': { bodies: bodies({ sttusCode: 'PROCESS_END' }), sees: { met: ['committee'], answer: {} } },
  },
  closedEarly: {
    bodies: bodies({ sttusCode: 'PETIT_END', resultCode: 'PROGRS_WTHDRAW' }),
    sees: { signing: { open: false, reason: 'withdrawn' } },
    now: '2026-05-10T12:30:00Z',
  },
  list: {
    served: (sizes) => (request, response) => {
      const page = Number(new URL(request.url ?? '', 'http://x').searchParams.get('pageIndex'));
      const item = (index: number): object => ({ ...petition, petitId: index === 0 ? id : `F${index}` });
      response.end(JSON.stringify(pageOf(sizes, page - 1, item)));
    },
  },
};
