/** What the site says of itself, and whether it is made anew as it should be. Pure. */
import { relativeTime } from './relative-time.ts';

export interface SiteStatus {
  /** When the pages were last made, and when the last finished round of looks was: milliseconds. */
  readonly at: number;
  readonly lastTick: number | undefined;
  /** How often they are to be made: milliseconds. */
  readonly every: number;
}

const hour = 3_600_000;

/** Of what the file says; undefined where it says something else. */
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

/** Stale: of three times in which it was to be made, and an hour at least, there was none. */
export function siteFreshness({ at, lastTick, every }: SiteStatus, now: number): SiteFreshness {
  const patience = Math.max(3 * every, hour);
  if (now - at > patience)
    return {
      stale: true,
      text: `These pages are not being made anew: the last time was ${relativeTime(at, now, 'ago')}. What they say may have changed since.`,
    };
  if (lastTick !== undefined && now - lastTick > Math.max(patience, 2 * hour))
    return {
      stale: true,
      text: `The petitions are not being looked at: the last time was ${relativeTime(lastTick, now, 'ago')}. What is said here may have changed since.`,
    };
  return { stale: false, text: `Checked ${relativeTime(Math.min(lastTick ?? at, now), now, 'ago')}` };
}

function instant(value: unknown): number | undefined {
  const at = typeof value === 'string' ? Date.parse(value) : Number.NaN;
  return Number.isNaN(at) ? undefined : at;
}

/** `PT15M`, `PT1H30M`, `P1D`: milliseconds. */
function length(value: unknown): number | undefined {
  const found = typeof value === 'string' ? /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/.exec(value) : null;
  if (found === null) return undefined;
  const [days = 0, hours = 0, minutes = 0, seconds = 0] = found
    .slice(1)
    .map((part: string | undefined) => Number(part ?? 0));
  const all = (((days * 24 + hours) * 60 + minutes) * 60 + seconds) * 1000;
  return all > 0 ? all : undefined;
}
