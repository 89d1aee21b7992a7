/** Says how fresh the page is, by the one file that every run writes; and warns where it is not. */
import { serverNow, setServerClock } from './server-clock.ts';
import { siteFreshness, parseSiteStatus, type SiteStatus } from './freshness.ts';

const minute = 60_000;

/** Nothing is said where the file is not there: the page is as good without. `answered`: from then on the clock is the server's. */
export function watchFreshness(answered: () => void): void {
  const { status: url } = document.body.dataset;
  if (url === undefined) return;
  let known: SiteStatus | undefined;
  let opened: number | undefined;
  const say = (): void => {
    if (known !== undefined && opened !== undefined) tell(known, opened);
  };
  const ask = async (): Promise<void> => {
    const status = await read(url);
    if (status === undefined) return;
    known = status;
    opened ??= serverNow();
    answered();
    say();
  };
  void ask();
  setInterval(() => {
    // Of a page that stays open, the file is asked only when it is looked at, and when it would tell something new.
    const due = known === undefined || serverNow() - known.at > known.every;
    if (due && document.visibilityState === 'visible') void ask();
    else say();
  }, minute);
}

async function read(url: string): Promise<SiteStatus | undefined> {
  try {
    const answer = await fetch(url, { cache: 'no-cache' });
    if (!answer.ok) return undefined;
    setServerClock(answer);
    return parseSiteStatus(await answer.json());
  } catch {
    return undefined;
  }
}

function tell(status: SiteStatus, opened: number): void {
  const place = document.querySelector('#freshness') ?? bar();
  const { text, stale } = siteFreshness(status, serverNow());
  // What was made since is on the site, and not in this page.
  const older = !stale && status.at - opened > status.every;
  const said = older ? 'Newer figures are there: load this page again to see them.' : text;
  if (place.textContent !== said) place.textContent = said;
  place.classList.toggle('stale', stale);
  place.toggleAttribute('hidden', place.id === '' && !stale);
}

/** On pages that do not say how fresh they are: only a warning. */
function bar(): Element {
  const found = document.querySelector('.freshness-bar');
  if (found !== null) return found;
  const made = document.createElement('p');
  made.className = 'freshness-bar';
  made.setAttribute('role', 'status');
  document.querySelector('#main')?.prepend(made);
  return made;
}
