/** What the followers of a petition are told when it is over, as SNS carries it: the last mail about it. */
import type { Petition } from '../domain/petition.ts';
import { sourceOf } from '../domain/source-of.ts';
import type { Instant } from '../domain/time.ts';
import { clip, oneLine } from '../text.ts';
import type { MessageLinks, SnsMessage } from './alert-message.ts';
import { clipGsm7, plainName, plainTitle, toAscii, toGsm7 } from './charsets.ts';
import { cloudEvent } from './cloud-event.ts';
import { smsPlaces } from './sms-part.ts';

/** `over`: nothing more can happen. `unwatched`: whoever runs the monitor has stopped to watch it. */
export type FollowersEnd = 'over' | 'unwatched';

const why: Record<FollowersEnd, string> = {
  over: 'This petition is over: signing has ended, and no answer is awaited any more.',
  unwatched: 'This petition is not watched any more.',
};

/** `page` is that of the petition on the status site. The id is the same in every copy. */
export function followersMessage(
  { petition, title = petition, url }: Pick<Petition, 'petition' | 'title' | 'url'>,
  end: FollowersEnd,
  at: Instant,
  { contact, page }: MessageLinks,
): SnsMessage {
  const headline = end === 'over' ? 'Petition over' : 'Petition not watched any more';
  const plain = plainTitle(title, toAscii) || plainName(petition, toAscii);
  const id = `${petition}#followers-end`;
  const parts = [
    clip(oneLine(title), 300),
    `${why[end]} You will get no more mails about it, and need not do anything. Your address is deleted in 30 days.`,
    [oneLine(petition), oneLine(url ?? '')].filter((line) => line !== '').join('\n'),
    ...(page === undefined ? [] : [`All that was known of it: ${page}`]),
    ...(contact === undefined ? [] : [`Who sends this: ${contact}`]),
  ];
  return {
    subject: clip(`${headline} - ${plain}`, 99, '...'),
    email: `${parts.join('\n\n')}\n`,
    sms: clipGsm7(`${headline}: ${plainName(petition, toGsm7)}`, smsPlaces),
    event: cloudEvent({ id, type: 'petition.followers-end', subject: petition, time: at, data: { id, petition, end } }),
    attributes: { source: sourceOf(petition), petition },
  };
}
