/** Keeps "3 days left" up to date, and shows times in the reader's own zone if they choose so. */
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

/** `there`: in the zone of the petition; `here`: in the reader's zone. */
type ZoneChoice = 'there' | 'here';
const storageKey = 'petition-times';

function offerZones(): void {
  const tools = document.querySelector('#tools');
  if (tools === null || document.querySelector('time[data-time]') === null) return;
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
  const label = document.createElement('label');
  const select = document.createElement('select');
  select.append(
    new Option('in the petition’s time zone', 'there'),
    new Option(`in your time zone (${placeOf(timeZone)})`, 'here'),
  );
  select.name = 'times';
  label.append('Times', select);
  tools.append(label);
  const showTimes = timesIn(timeZone);
  select.addEventListener('change', () => {
    const choice = select.value === 'here' ? 'here' : 'there';
    saveChoice(choice);
    showTimes(choice);
  });
  if (savedChoice() !== 'here') return;
  select.value = 'here';
  showTimes('here');
}

/** Shows all times in the reader's zone and the browser's language, or as they were generated. */
function timesIn(timeZone: string): (choice: ZoneChoice) => void {
  const originals = new WeakMap<HTMLTimeElement, { readonly text: string; readonly lang: string }>();
  const { language } = navigator;
  const moment = new Intl.DateTimeFormat(language, { dateStyle: 'long', timeStyle: 'short', timeZone });
  const day = new Intl.DateTimeFormat(language, { dateStyle: 'long', timeZone });
  return (choice) => {
    for (const element of document.querySelectorAll<HTMLTimeElement>('time[data-time]')) {
      const original = originals.get(element) ?? { text: element.textContent, lang: element.lang };
      originals.set(element, original);
      const format = element.dataset.time === 'day' ? day : moment;
      const here = `${format.format(new Date(element.dateTime))} (${timeOf(timeZone)})`;
      element.textContent = choice === 'here' ? here : original.text;
      element.lang = choice === 'here' ? language : original.lang;
    }
  };
}

const placeOf = (timeZone: string): string => timeZone.slice(timeZone.lastIndexOf('/') + 1).replaceAll('_', ' ');

const timeOf = (timeZone: string): string => (timeZone === 'UTC' ? timeZone : `${placeOf(timeZone)} time`);

/** The reader may have blocked local storage. */
function savedChoice(): string | null {
  try {
    return localStorage.getItem(storageKey);
  } catch {
    return null;
  }
}

function saveChoice(choice: ZoneChoice): void {
  try {
    localStorage.setItem(storageKey, choice);
  } catch {
    // Then the reader chooses again on the next page.
  }
}
