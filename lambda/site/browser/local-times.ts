/** Keeps "3 days left" right, and tells times where the reader is, if they ask for it. */
import { serverNow } from './server-clock.ts';
import { relativeTime } from './relative-time.ts';

const minute = 60_000;

export function enhanceTimes(): void {
  refreshTimes();
  setInterval(refreshTimes, minute);
  offerZones();
}

export function refreshTimes(): void {
  const moment = serverNow();
  for (const element of document.querySelectorAll<HTMLTimeElement>('time[data-relative]')) {
    const at = Date.parse(element.dateTime);
    if (Number.isNaN(at)) continue;
    const text = relativeTime(at, moment, element.dataset.relative === 'left' ? 'left' : 'ago');
    if (element.textContent !== text) element.textContent = text;
    element.hidden = false;
  }
}

type Where = 'there' | 'here';
const remembered = 'petition-times';

function offerZones(): void {
  const tools = document.querySelector('#tools');
  if (tools === null || document.querySelector('time[data-time]') === null) return;
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
  const label = document.createElement('label');
  const select = document.createElement('select');
  select.append(
    new Option('where the petition is', 'there'),
    new Option(`where you are (${placeOf(timeZone)})`, 'here'),
  );
  select.name = 'times';
  label.append('Times', select);
  tools.append(label);
  const tell = teller(timeZone);
  select.addEventListener('change', () => {
    const where = select.value === 'here' ? 'here' : 'there';
    remember(where);
    tell(where);
  });
  if (recall() !== 'here') return;
  select.value = 'here';
  tell('here');
}

/** In the reader's own zone and the browser's own language; or as the page was made. */
function teller(timeZone: string): (where: Where) => void {
  const made = new WeakMap<HTMLTimeElement, { readonly text: string; readonly lang: string }>();
  const { language } = navigator;
  const moment = new Intl.DateTimeFormat(language, { dateStyle: 'long', timeStyle: 'short', timeZone });
  const day = new Intl.DateTimeFormat(language, { dateStyle: 'long', timeZone });
  return (where) => {
    for (const element of document.querySelectorAll<HTMLTimeElement>('time[data-time]')) {
      const original = made.get(element) ?? { text: element.textContent, lang: element.lang };
      made.set(element, original);
      const format = element.dataset.time === 'day' ? day : moment;
      const here = `${format.format(new Date(element.dateTime))} (${timeOf(timeZone)})`;
      element.textContent = where === 'here' ? here : original.text;
      element.lang = where === 'here' ? language : original.lang;
    }
  };
}

const placeOf = (timeZone: string): string => timeZone.slice(timeZone.lastIndexOf('/') + 1).replaceAll('_', ' ');

const timeOf = (timeZone: string): string => (timeZone === 'UTC' ? timeZone : `${placeOf(timeZone)} time`);

/** A reader may have forbidden it to remember anything. */
function recall(): string | null {
  try {
    return localStorage.getItem(remembered);
  } catch {
    return null;
  }
}

function remember(where: Where): void {
  try {
    localStorage.setItem(remembered, where);
  } catch {
    // Then it is asked for again on the next page.
  }
}
