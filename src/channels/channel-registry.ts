/** The channels: one line each. */
import { bluesky } from './bluesky.ts';
import { discord } from './discord.ts';
import { mastodon } from './mastodon.ts';
import { ntfy } from './ntfy.ts';
import { post } from './post.ts';
import { slack } from './slack.ts';
import { teams } from './teams.ts';
import { telegram } from './telegram.ts';

export const channels = { slack, discord, teams, telegram, ntfy, mastodon, bluesky, post } as const;
export type ChannelKind = keyof typeof channels;

const isKind = (name: string): name is ChannelKind => name in channels;
export const channelKinds: readonly ChannelKind[] = Object.keys(channels).filter(isKind);
