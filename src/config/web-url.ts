/** A web address in petitions.json. */
import * as z from 'zod/mini';

export const webUrl = z.string({ error: 'must be an address, such as "https://example.org"' }).check(
  z.refine((text) => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol), {
    error: 'must be an http(s) address, such as "https://example.org"',
  }),
);
