/** What every page is put together from: times, numbers, titles, marks. */
import type { ComponentChildren } from 'preact';
import { relativeTime, type TimeDirection } from '../browser/relative-time.ts';
import type { Instant } from '../../../src/domain/time.ts';
import type { SiteContext } from '../view-model.ts';
import type { VerdictKind } from './states.ts';
import { timeText, zoneText, type TimeStyle } from './site-format.ts';

interface TimeProps {
  readonly at: Instant;
  readonly zone: string;
  readonly site: SiteContext;
  /** `moment` where absent. */
  readonly style?: TimeStyle;
  /** Where it is said beside it whose time it is, and stays so: of a day that begins there. */
  readonly zoneless?: boolean;
}

/** A time of a petition, in its zone, which is named. The script tells it anew where a reader asks for their own. */
export function Time({ at, zone, site, style = 'moment', zoneless = false }: TimeProps) {
  const text = timeText(at, zone, style, site);
  return (
    <time datetime={at.toString()} data-time={zoneless ? undefined : style} lang={langOf(site)}>
      {zoneless ? text : `${text} (${zoneText(zone)})`}
    </time>
  );
}

/** Words of another language than the page's are marked as such. */
const langOf = ({ locale }: SiteContext): string | undefined => (/^en\b/i.test(locale) ? undefined : locale);

interface RelativeTimeProps {
  readonly at: Instant;
  readonly kind: TimeDirection;
  readonly asOf?: Instant;
}

/**
 * How far off something is. In a page that is made anew each day it is told as of the view (`asOf`), and the script keeps it
 * right; in others only the script tells it.
 */
export function RelativeTime({ at, kind, asOf }: RelativeTimeProps) {
  return (
    <time datetime={at.toString()} data-relative={kind} class={asOf ? undefined : 'after'} hidden={asOf === undefined}>
      {asOf && relativeTime(at.epochMilliseconds, asOf.epochMilliseconds, kind)}
    </time>
  );
}

/** A stranger's words: in whatever direction they are written, they turn nothing around them. */
export const Title = ({ children }: { readonly children: string }) => <bdi>{children}</bdi>;

/** A verdict: its words, and a shape that the style draws: told apart without any colour. */
export const VerdictMark = ({
  mark,
  children,
}: {
  readonly mark: VerdictKind;
  readonly children: ComponentChildren;
}) => <span class={`v ${mark}`}>{children}</span>;
