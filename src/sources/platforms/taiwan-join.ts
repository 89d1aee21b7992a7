/**
 * Taiwan's platform for public participation, join.gov.tw. The page of a proposal has the proposal as an object for its
 * own scripts, `idea`, with times in milliseconds (read so by others, 2017 to 2018; `endorseCount` and `status` still
 * in 2026-07). [unverified, 2026-11: that the object is JSON after `idea =`; and what says that endorsing is over.]
 * Programs of 2026-07 read words of the page instead, "已附議 4,999": where the object is gone, these have the count, and
 * nothing else. `approvedTime` is when endorsing began, `secondSignedTime` when the proposal was established (成案).
 */
import { BadInput } from '../../validation.ts';
import { htmlReader } from '../custom/html.ts';
import { jsonReader } from '../custom/json.ts';
import type { Reader } from '../source.ts';

const url = (id: string, baseUrl: string): string => `${baseUrl}/idea/detail/${id}`;

const object = jsonReader({
  url,
  after: 'idea =',
  signatures: { find: 'endorseCount' },
  title: { find: 'title' },
  opened: { find: 'approvedTime', format: 'milliseconds' },
  // No proposal is established below the threshold.
  met: { response: { find: 'secondSignedTime' } },
  clockStarted: { find: 'secondSignedTime', format: 'milliseconds' },
  answer: { find: 'govResponses' },
  timeZone: 'Asia/Taipei',
});

const words = htmlReader({
  url,
  signatures: { find: 'body', without: 'h1, h2, h3', pattern: '已附議\\s*([0-9,]+)(?![0-9,.])' },
  locale: 'en',
  timeZone: 'Asia/Taipei',
});

export const taiwanJoin: Reader = {
  read: async (ask) => {
    try {
      return await object.read(ask);
    } catch (error) {
      if (!(error instanceof BadInput)) throw error;
      // Where the words are not there either, what is wrong with the object is told.
      return words.read({ ...ask, state: undefined }).catch(() => Promise.reject(error));
    }
  },
};
