/** Shows when the petitions were last checked, from the file that every run writes, and warns if the page is stale. */
import { serverNow, setServerClock } from './server-clock.ts';
import { siteFreshness, parseSiteStatus, type SiteStatus } from './freshness.ts';

const minute = 60_000;

/**
 * Shows nothing if the file is missing: the page works without it. Calls `onStatus` after each response, as the
 * server's clock may have been set then.
 */
export function watchFreshness(onStatus: () => void): void {
  const { status: url } = document.body.dataset;
  if (url === undefined) return;
  let latest: SiteStatus | undefined;
  let opened: number | undefined;
  const showLatest = (): void => {
    if (latest !== undefined && opened !== undefined) show(latest, opened);
  };
  const load = async (): Promise<void> => {
    const status = await read(url);
    if (status === undefined) return;
    latest = status;
    opened ??= serverNow();
    onStatus();
    showLatest();
  };
  void load();
  setInterval(() => {
    // A page that stays open loads the file again only while it is visible, and only when a new run is due.
    const due = latest === undefined || serverNow() - latest.at > latest.every;
    if (due && document.visibilityState === 'visible') void load();
    else showLatest();
  }, minute);
}

async function read(url: string): Promise<SiteStatus | undefined> {
  try {
    const response = await fetch(url, { cache: 'no-cache' });
    if (!response.ok) return undefined;
    setServerClock(response);
    return parseSiteStatus(await response.json());
  } catch {
    return undefined;
  }
}

function show(status: SiteStatus, opened: number): void {
  const element = document.querySelector('#freshness') ?? warningBar();
  const { text, stale } = siteFreshness(status, serverNow());
  // The site has been generated again since this page was opened.
  const outdated = !stale && status.at - opened > status.every;
  const shown = outdated ? 'Newer figures are available. Reload the page to see them.' : text;
  if (element.textContent !== shown) element.textContent = shown;
  element.classList.toggle('stale', stale);
  element.toggleAttribute('hidden', element.id === '' && !stale);
}

/** For pages without a freshness line: it only shows warnings. */
function warningBar(): Element {
  const existing = document.querySelector('.freshness-bar');
  if (existing !== null) return existing;
  const bar = document.createElement('p');
  bar.className = 'freshness-bar';
  bar.setAttribute('role', 'status');
  document.querySelector('#main')?.prepend(bar);
  return bar;
}
