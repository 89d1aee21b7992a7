/** A notice to the operators, for tests. */
import type { Notice } from '../../src/domain/source-health.ts';
import { at } from './story.ts';

export const noticed: Notice = {
  id: 'petition.parliament.uk#failing#2026-03-05T12:00:00Z',
  notice: 'source-failing',
  source: 'petition.parliament.uk',
  since: at('2026-03-05T12:00:00Z'),
  at: at('2026-03-05T12:31:00Z'),
  petitions: 12,
  reason: 'https://petition.parliament.uk/petitions/700143/count.json: answered 503',
};
