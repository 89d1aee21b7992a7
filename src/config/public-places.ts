/** Which channels in petitions.json are public places, and where. Never a secret. */
import type { ChannelKind } from '../channels/channel-registry.ts';
import { channelSubscribers, type ChannelSubscriber } from './channel-subscribers.ts';
import type { FollowPlace } from './follow-places.ts';
import type { Subscriber } from './recipients.ts';

type Settings = ChannelSubscriber['settings'];

/** Pages that follow from what petitions.json says anyway. Whoever knows a topic of ntfy can write to it: it is not among them. */
const ownPages: Partial<Record<ChannelKind, (settings: Settings) => string | undefined>> = {
  telegram: ({ chat }) =>
    typeof chat === 'string' && chat.startsWith('@') ? `https://t.me/${chat.slice(1)}` : undefined,
  bluesky: ({ handle, server }) =>
    typeof handle === 'string' && server === undefined ? `https://bsky.app/profile/${handle}` : undefined,
};

export const publicPlaces = (config: { readonly subscribers: readonly Subscriber[] }): FollowPlace[] =>
  channelSubscribers(config).flatMap(({ kind, settings, page, filters }) => {
    const url = page ?? ownPages[kind]?.(settings);
    return url === undefined ? [] : [{ kind, url, filters: { ...filters } }];
  });
