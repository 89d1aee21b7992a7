/**
 * Taiwan's platform for public participation, join.gov.tw. The page of a proposal has the proposal as an object for its
 * own scripts, `idea`, with times in milliseconds (read so by others, 2017 to 2018; `endorseCount` and `status` still
 * in 2026-07). [unverified, 2026-11: that the object is JSON after `idea =`; and what says that endorsing is over.]
 * `approvedTime` is when endorsing began, `secondSignedTime` when the proposal was established (成案).
 */
import { jsonReader } from '../custom/json.ts';

export const taiwanJoin = jsonReader({
  url: (id, baseUrl) => `${baseUrl}/idea/detail/${id}`,
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
