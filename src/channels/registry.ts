/** The channels: one line each. */
import { post } from './post.ts';

export const channels = { post } as const;
export type ChannelKind = keyof typeof channels;
