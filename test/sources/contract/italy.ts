/**
 * Italy: its answers, and what is read from them. Made up in the shape of the answers in a public archive
 * (ondata/referendum_iniziative_popolari, data/quesiti/*.json and scripts/download_data.sh, 2026-08-22).
 */
import { at } from '../../domain/story.ts';
import { pageOf, type Bodies, type Contract } from './contract.ts';

export const initiative = {
  id: 990_001,
  titolo: 'Panchine nei  parchi',
  descrizioneBreve: 'Una panchina ogni cento metri',
  sostenitori: 49_990,
  quorum: 50_000,
  dataApertura: '2026-03-02',
  dataInizioRaccolta: '2026-03-02',
  dataFineRaccolta: '2026-09-02',
  dataUltimoAgg: '2026-09-09',
  idDecStatoIniziativa: { id: 2, nome: 'IN RACCOLTA FIRME' },
  idDecTipoIniziativa: { id: 4 },
};

export const answered = (content: unknown): object => ({ resultCode: 0, resultDescription: 'Successo', content });
export const path = '/referendum/api-portal/iniziativa/public';

const bodies = (changes: object): Bodies => ({ [`${path}/990001`]: answered({ ...initiative, ...changes }) });

export const contract: Contract = {
  // After the planned last day, which closes nothing.
  now: '2026-09-10T12:00:00Z',
  open: {
    bodies: (count) => bodies({ sostenitori: count }),
    sees: {
      signatures: 49_990,
      title: 'Panchine nei parchi',
      opened: at('2026-03-01T23:00:00Z'),
      signing: { open: true },
      needed: { submission: 50_000 },
    },
    required: [
      'content',
      'content.id',
      'content.idDecStatoIniziativa',
      'content.idDecStatoIniziativa.id',
      'content.quorum',
      'content.sostenitori',
      'content.titolo',
      'resultCode',
    ],
  },
  others: {
    closed: {
      bodies: bodies({
        idDecStatoIniziativa: { id: 3 },
        dataChiusura: '2026-09-10',
        dataFineRaccolta: '2026-09-10',
      }),
      sees: {
        signing: { open: false, at: at('2026-09-10T21:59:59.999Z') },
        deadline: at('2026-09-10T21:59:59.999Z'),
      },
      now: '2026-09-11T12:00:00Z',
    },
    'handed over': {
      bodies: bodies({ idDecStatoIniziativa: { id: 9 }, dataChiusura: '2026-09-10' }),
      sees: { signing: { open: false, at: at('2026-09-10T21:59:59.999Z'), reason: 'handed over' } },
      now: '2026-09-20T12:00:00Z',
    },
  },
  list: {
    served: (sizes) => (_, response) => {
      const item = (index: number): object => ({ ...initiative, id: 990_001 + index });
      response.end(
        JSON.stringify({
          ...answered(pageOf(sizes, 0, item)),
          infoPaginazione: { elementCount: 107, pageIndex: 1, pageSize: 10 },
        }),
      );
    },
    atOnce: true,
  },
  lacks: { answer: 'the rules owe none' },
};
