/** Taiwan's join.gov.tw: its pages, and what is read from them. */
import { at } from '../../domain/story.ts';
import type { Bodies, Contract } from './contract.ts';

export const idea = {
  title: '修法 "提案" {一}',
  endorseCount: 4_999,
  approvedTime: 1_783_180_800_000,
  secondSignedTime: null,
  govResponses: [],
};
export const shown = (changes: object): string =>
  `<script>var searchResult = {};\n var idea = ${JSON.stringify({ ...idea, ...changes })};\n init(idea);</script>`;
export const established = { endorseCount: 5_002, secondSignedTime: 1_784_000_000_000, govResponses: [{ id: 1 }] };

const bodies = (changes: object): Bodies => ({
  '/idea/detail/c25d7466-72c9-4f90-9d88-7e3753a24a58': shown(changes),
});

export const contract: Contract = {
  now: '2026-07-20T12:00:00Z',
  open: {
    bodies: (count) => bodies({ endorseCount: count }),
    sees: {
      signatures: 4_999,
      title: '修法 "提案" {一}',
      opened: at('2026-07-04T16:00:00Z'),
      clockStarted: null,
      answer: null,
    },
    required: [],
  },
  others: {
    answered: {
      bodies: bodies(established),
      sees: { signatures: 5_002, met: ['response'], clockStarted: at('2026-07-14T03:33:20Z'), answer: {} },
      now: '2026-09-01T00:00:00Z',
    },
  },
  lacks: {
    closed: 'what it says of one that is closed has not been seen: its deadline does',
    list: 'its list is made of pages for people, which are not read',
  },
};
