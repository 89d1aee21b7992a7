/** The French National Assembly: its pages, and what is read from them. */
import { at } from '../../domain/story.ts';
import { written, type Bodies, type Contract } from './contract.ts';

export const shown = (count: string, status = ''): string => `<main>
    <h2 class="heading2">Non à la loi
    </h2><div class="publish-date">
      10/07/2025
    </div>${status}<span class="phase-date"> 15/06/2027 </span>
    ${count}</main>`;
export const counted = (count: string): string =>
  `<div class="progress__bar"><span class="progress__bar__number">${count}</span> <span>signatures</span></div>`;
export const inProgress = '<span class="success label initiative-status">';
export const classified = '<span class="alert label initiative-status">Classée</span>';

const bodies = (page: string): Bodies => ({ '/initiatives/i-3014': page });
const closed = {
  bodies: bodies(shown('', classified)),
  sees: { signatures: 2_131_368, signing: { open: false } },
} as const;

export const contract: Contract = {
  now: '2026-07-19T12:00:00Z',
  open: {
    bodies: (count) => bodies(shown(count === undefined ? '' : counted(written(count, 'fr')), inProgress)),
    sees: {
      signatures: 2_131_368,
      title: 'Non à la loi',
      opened: at('2025-07-09T22:00:00Z'),
      deadline: at('2027-06-15T21:59:59.999Z'),
      signing: { open: true },
    },
    required: [],
  },
  others: { closed },
  closedEarly: { ...closed, now: '2026-07-19T12:05:00Z' },
  lacks: {
    answer: 'the rules owe none',
    list: 'its list is made of pages for people, which are not read',
  },
};
