/** What an e-mail address looks like, in petitions.json and on the form of the site. */
import * as z from 'zod/mini';

export const emailAddress = z.email({ error: 'must be an e-mail address, such as "desk@example.org"' });
