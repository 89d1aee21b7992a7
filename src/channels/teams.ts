/**
 * The channel `teams`: a webhook of Workflows (Power Automate), with an Adaptive Card. Facts: learn.microsoft.com, "Create
 * incoming webhooks with Workflows for Microsoft Teams", "Adaptive Cards in Teams" and the limits of the Teams connector,
 * read 2026-11; the error of a workflow that is turned off: public reports.
 */
import { channel, channelAddress } from './channel.ts';
import { jsonRequest } from './json-request.ts';
import { byteLength, itemsIn, wordsOf } from './words.ts';

/** A message has at most 28 kB. */
const maxItemBytes = 16_000;

/** Text that is shown as it is: a TextBlock would take strangers' text for markdown. */
const text = (words: string, style: object = {}, link?: string) => ({
  type: 'RichTextBlock',
  inlines: [
    {
      type: 'TextRun',
      text: words,
      ...style,
      ...(link !== undefined && { selectAction: { type: 'Action.OpenUrl', url: link } }),
    },
  ],
});

export const teams = channel({
  fields: {},
  example: {},
  hosts: /\.(?:webhook\.office\.com|logic\.azure\.com|powerplatform\.com)$/,
  needsSecret: true,
  secretIs:
    'the whole address of the workflow\'s webhook, such as "https://example.westeurope.logic.azure.com/workflows/abc?sig=abc"',
  secret: channelAddress('https://example.westeurope.logic.azure.com/workflows/abc?sig=abc'),
  // Four requests a second.
  everyMs: 250,
  request: (news, { secret }) => {
    const words = wordsOf(news);
    const { title, link, headline, lines, bar, proof } = words;
    const items = itemsIn(
      words,
      (item) => text(`${item.title}: ${item.headline}`, {}, item.link),
      (line) => text(line),
      maxItemBytes,
      (one) => byteLength(JSON.stringify(one)),
    );
    return jsonRequest(secret, {
      type: 'message',
      attachments: [
        {
          contentType: 'application/vnd.microsoft.card.adaptive',
          contentUrl: null,
          content: {
            $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
            type: 'AdaptiveCard',
            version: '1.4',
            msteams: { width: 'Full' },
            body: [
              text(title, { size: 'Large', weight: 'Bolder' }, link),
              text(headline, { weight: 'Bolder' }),
              ...[...lines, ...(bar === undefined ? [] : [bar])].map((line) => text(line)),
              ...items,
              ...proof.map((line) => text(line, { size: 'Small', isSubtle: true })),
            ],
            ...(link !== undefined && { actions: [{ type: 'Action.OpenUrl', title: 'Open', url: link }] }),
          },
        },
      ],
    });
  },
  verdict: ({ status, body }) =>
    status === 400 && /WorkflowTriggerIsNotEnabled|WorkflowNotFound/.test(body)
      ? { kind: 'gone', reason: 'the workflow is turned off or deleted' }
      : undefined,
});
