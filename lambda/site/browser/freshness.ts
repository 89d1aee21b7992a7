/** Whether the site is up to date, from its status file. Pure. */
import { relativeTime } from './relative-time.ts';

export interface SiteStatus {
  /** When the pages were last generated and when the last tick finished, in milliseconds. */
  readonly at: number;
  readonly lastTick: number | undefined;
  /** How often the pages are generated, in milliseconds. */
  readonly every: number;
}

const hour = 3_600_000;

/** Undefined if the file has another shape. */
export function parseSiteStatus(value: unknown): SiteStatus | undefined {
  if (typeof value !== 'object' || value === null || !('at' in value) || !('every' in value)) return undefined;
  const [at, every] = [instant(value.at), length(value.every)];
  if (at === undefined || every === undefined) return undefined;
  return { at, every, lastTick: 'lastTick' in value ? instant(value.lastTick) : undefined };
}

export interface SiteFreshness {
  readonly text: string;
  readonly stale: boolean;
}

/** Stale means that three runs in a row are missing, over at least an hour; for polls, over at least two hours. */
export function siteFreshness({ at, lastTick, every }: SiteStatus, now: number): SiteFreshness {
  const patience = Math.max(3 * every, hour);
  if (now - at > patience)
    return {
      stale: true,
      text: `This site was last updated ${relativeTime(at, now, 'ago')} and may be out of date.`,
    };
  if (lastTick !== undefined && now - lastTick > Math.max(patience, 2 * hour))
    return {
      stale: true,
      text: `Petitions were last checked ${relativeTime(lastTick, now, 'ago')}. This page may be out of date.`,
    };
  return { stale: false, text: `Checked ${relativeTime(Math.min(lastTick ?? at, now), now, 'ago')}` };
}

function instant(value: unknown): number | undefined {
  const at = typeof value === 'string' ? Date.parse(value) : Number.NaN;
  return Number.isNaN(at) ? undefined : at;
}

/** `PT15M`, `PT1H30M` or `P1D` in milliseconds. */
function length(value: unknown): number | undefined {
  const found = typeof value === 'string' ? /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/.exec(value) : null;
  if (found === null) return undefined;
  const [days = 0, hours = 0, minutes = 0, seconds = 0] = found
    .slice(1)
    .map((part: string | undefined) => Number(part ?? 0));
  const all = (((days * 24 + hours) * 60 + minutes) * 60 + seconds) * 1000;
  return all > 0 ? all : undefined;
}
