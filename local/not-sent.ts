/** Whom `start --deliver` sends nothing: what only Amazon SNS can do is said before anything is printed. */
import type { Config } from '../src/config/config.ts';
import {
  alertSubscriptions,
  digestSubscriptions,
  operatorSubscriptions,
  type Endpoint,
} from '../src/config/subscriptions.ts';
import { oneLine } from '../src/text.ts';
import { isPostedTo } from '../emulator/emulator.ts';

/** A sentence for each address. Mails are not among them: where they go is said beside. */
export function notSentFromHere(config: Config): string[] {
  const all = [
    ...alertSubscriptions(config),
    ...operatorSubscriptions(config),
    ...config.digests.flatMap(digestSubscriptions),
  ];
  const unreached = all.filter(({ protocol, endpoint }) => protocol !== 'email' && !isPostedTo({ protocol, endpoint }));
  return [...new Map(unreached.map((one) => [one.endpoint, sentenceOf(one)])).values()];
}

function sentenceOf({ protocol, endpoint }: Endpoint): string {
  const whom = `${oneLine(endpoint)} gets nothing from here`;
  if (protocol !== 'https' && protocol !== 'http') return `${whom}: only Amazon SNS reaches it.`;
  const post = JSON.stringify({ post: { url: endpoint, parameter: '/petitions/post' } });
  return `${whom}: a webhook confirms itself to Amazon SNS. The channel "post" sends it each alert, also from here: ${post}`;
}
