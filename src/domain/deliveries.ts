/** What waits for one channel. Pure. */

/** What came of one message. */
export type Delivered =
  | { readonly kind: 'sent' }
  /** Not now: 429, 5xx, no answer, half an answer. */
  | { readonly kind: 'later'; readonly reason: string; readonly retryAfterSeconds?: number }
  /** This message will never be taken: it is sent once more in a plain form, and then dropped. */
  | { readonly kind: 'refused'; readonly reason: string }
  /** The address or the secret is not valid any more. */
  | { readonly kind: 'gone'; readonly reason: string };
