/**
 * The short address of a petition, for SMS: it leads to the petition's page. Any server can serve it, and it never changes.
 */
import { renderToString } from 'preact-render-to-string';
import type { SiteFile } from '../site-file.ts';
import { petitionPath, relativePath } from '../paths.ts';
import type { PetitionRecord, SiteContext } from '../view-model.ts';
import { Title } from './components.tsx';
import { titleText } from './site-format.ts';

export function shortAddress({ petition, status }: PetitionRecord, site: SiteContext): SiteFile {
  const [path, page] = [petitionPath(petition.petition, 'short'), petitionPath(petition.petition, 'html')];
  const to = relativePath(path, page);
  const body = renderToString(
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <title>{titleText(status)}</title>
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <meta http-equiv="refresh" content={`0; url=${to}`} />
        <link rel="canonical" href={site.url + page} />
        <link rel="icon" href={relativePath(path, site.assets.icon)} type="image/svg+xml" />
      </head>
      <body>
        <main>
          <h1>
            <a href={to}>
              <Title>{titleText(status)}</Title>
            </a>
          </h1>
        </main>
      </body>
    </html>,
  );
  return { path, body: `<!doctype html>\n${body}\n` };
}
