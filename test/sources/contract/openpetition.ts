/** openPetition: its pages, and what is read from them. Made up, in the shape that a public program reads (2026-08). */
import { at } from '../../domain/story.ts';
import { written, type Bodies, type Contract } from './contract.ts';

export const shown = (box: string, started = 'Gestartet 28.08.2026'): string => `<!DOCTYPE html><html lang="de"><head>
  <title>Bänke in Parks - Online-Petition</title></head><body><h1>Bänke in Parks</h1>
  <div class="initiator-information-box">Jemand</div><div class="petition-description"><p>9 Unterschriften</p></div>
  <div class="progress-box">${box}</div>
  <div class="module-petition-status-bar"><span>${started}</span> <span>Sammlung noch 3 Monate</span></div></body></html>`;

export const goal = '<span>80 %</span> 15.000 für Sammelziel';

const bodies = (box: string): Bodies => ({ '/petition/online/baenke-in-parks': shown(box) });

export const contract: Contract = {
  now: '2026-09-20T12:00:00Z',
  open: {
    bodies: (count) => bodies(`${written(count, 'de')} Unterschriften ${goal}`),
    sees: { signatures: 12_040, title: 'Bänke in Parks', opened: at('2026-08-27T22:00:00Z') },
    required: [],
  },
  others: {},
  lacks: {
    closed: 'what its page says then has not been seen',
    deadline: 'none has been seen on its page',
    answer: 'nobody owes one',
    list: 'no count has been seen in its list, which is too long to ask for each',
  },
};
