/**
 * What other sites show of a petition: a card for a frame, and a badge, which is a picture. Nothing on them changes just
 * because a day passes.
 */
import { renderToString } from 'preact-render-to-string';
import { clip } from '../../../src/text.ts';
import type { SiteFile } from '../site-file.ts';
import { paths, petitionPath } from '../paths.ts';
import type { PetitionRecord, SiteContext } from '../view-model.ts';
import { RelativeTime, Time, Title } from './components.tsx';
import { linkFrom } from './layout.tsx';
import { numberText, timeText, titleText } from './site-format.ts';
import { isOpen } from './states.ts';

export const embedFiles = (record: PetitionRecord, site: SiteContext): SiteFile[] => [
  card(record, site),
  { path: petitionPath(record.petition.petition, 'svg'), body: badge(record, site) },
];

/** The next threshold, or the highest that was met; undefined where nothing is to be reached. */
function goalOf({ status: { thresholds, next } }: PetitionRecord) {
  const met = thresholds.filter(({ verdict }) => verdict === 'met').sort((a, b) => b.needed - a.needed)[0];
  return thresholds.find(({ threshold }) => threshold === next?.threshold) ?? met ?? thresholds.at(-1);
}

function card(record: PetitionRecord, site: SiteContext): SiteFile {
  const { petition, status } = record;
  const path = petitionPath(petition.petition, 'embed.html');
  const to = linkFrom({ path, site });
  const { signatures, deadline, timeZone: zone } = status;
  const goal = goalOf(record);
  const body = renderToString(
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <title>{titleText(status)}</title>
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="robots" content="noindex" />
        <link rel="canonical" href={site.url + petitionPath(petition.petition, 'html')} />
        <link rel="icon" href={to(site.assets.icon)} type="image/svg+xml" />
        <link rel="stylesheet" href={to(site.assets.style)} />
        <script src={to(site.assets.script)} defer />
      </head>
      <body class="embed" data-status={to(paths.status)} data-locale={site.locale}>
        <main>
          <h1>
            <a href={to(petitionPath(petition.petition, 'html'))} target="_top">
              <Title>{titleText(status)}</Title>
            </a>
          </h1>
          <p>
            <b>{numberText(signatures ?? 0, site)}</b> {goal && `of ${numberText(goal.needed, site)} `}
            {signatures === 1 && goal === undefined ? 'signature' : 'signatures'}
          </p>
          {goal && (
            <progress
              max={1}
              value={Number(Math.min(1, (signatures ?? 0) / goal.needed).toFixed(4))}
              aria-label={`Progress to the ${goal.threshold} threshold`}
            />
          )}
          <p class="soft">
            {deadline && isOpen(record) ? (
              <>
                Open until <Time at={deadline} zone={zone} site={site} style="day" />{' '}
                <RelativeTime at={deadline} kind="left" />
              </>
            ) : isOpen(record) ? (
              'Open for signatures'
            ) : (
              'Signing is over'
            )}
          </p>
        </main>
      </body>
    </html>,
  );
  return { path, body: `<!doctype html>\n${body}\n` };
}

export const escaped = (text: string): string =>
  text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);

export function untilText(record: PetitionRecord, site: SiteContext): string {
  const { deadline, timeZone } = record.status;
  if (!isOpen(record)) return 'Signing is over';
  return deadline ? `Open until ${timeText(deadline, timeZone, 'day', site)}` : 'Open for signatures';
}

/** What the badge and the picture for chats say of the count. */
export function countFigures(record: PetitionRecord, site: SiteContext) {
  const { signatures } = record.status;
  const goal = goalOf(record);
  return {
    goal,
    count: numberText(signatures ?? 0, site),
    of: goal === undefined ? 'signatures' : `of ${numberText(goal.needed, site)} signatures`,
    /** From 0 to 1. */
    share: goal === undefined ? 0 : Math.min(1, (signatures ?? 0) / goal.needed),
  };
}

/** Readable at 200 pixels. It has its own background, because a picture cannot know that of the page around it. */
function badge(record: PetitionRecord, site: SiteContext): string {
  const { count, of, share } = countFigures(record, site);
  const until = untilText(record, site);
  const label = `${titleText(record.status)}: ${count} ${of}. ${until}.`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="200" height="64" viewBox="0 0 200 64" role="img" aria-label="${escaped(clip(label, 400))}">`,
    `<title>${escaped(clip(label, 400))}</title>`,
    '<rect width="200" height="64" rx="6" fill="#fbfaf7" stroke="#8b8a84"/>',
    '<g font-family="-apple-system,Segoe UI,Roboto,Helvetica Neue,Arial,sans-serif" fill="#1a1d1f">',
    `<text x="10" y="25" font-size="18" font-weight="700">${escaped(count)}</text>`,
    `<text x="190" y="25" font-size="11" text-anchor="end">${escaped(of)}</text>`,
    '<rect x="10" y="33" width="180" height="6" rx="3" fill="#dcd8cf"/>',
    `<rect x="10" y="33" width="${Math.round(180 * share)}" height="6" rx="3" fill="#0b6e4f"/>`,
    `<text x="10" y="55" font-size="11" fill="#5a5f63">${escaped(until)}</text>`,
    '</g></svg>',
    '',
  ].join('\n');
}
