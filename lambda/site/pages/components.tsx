/** Parts that the pages share: times, titles, verdict marks. */
import type { ComponentChildren } from 'preact';
import { relativeTime, type TimeDirection } from '../browser/relative-time.ts';
import { formatZone } from '../../../src/format.ts';
import type { Instant } from '../../../src/domain/time.ts';
import type { SiteContext } from '../view-model.ts';
import type { VerdictKind } from './states.ts';
import { timeText, type TimeStyle } from './site-format.ts';

interface TimeProps {
  readonly at: Instant;
  readonly zone: string;
  readonly site: SiteContext;
  /** The default is `moment`. */
  readonly style?: TimeStyle;
  /** The zone is named beside it, and never changes: for a day that begins in that zone. */
  readonly zoneless?: boolean;
}

/**
 * A time in the zone of the petition, with the zone's name. The script rewrites it for readers who choose their own
 * zone.
 */
export function Time({ at, zone, site, style = 'moment', zoneless = false }: TimeProps) {
  const text = timeText(at, zone, style, site);
  return (
    <time datetime={at.toString()} data-time={zoneless ? undefined : style} lang={langOf(site)}>
      {zoneless ? text : `${text} (${formatZone(zone)})`}
    </time>
  );
}

/** Text in another language than the page's is marked. */
const langOf = ({ locale }: SiteContext): string | undefined => (/^en\b/i.test(locale) ? undefined : locale);

interface RelativeTimeProps {
  readonly at: Instant;
  readonly kind: TimeDirection;
  readonly asOf?: Instant;
}

/**
 * The time until or since something. With `asOf`, on pages that are generated every day, it is in the HTML and the
 * script keeps it up to date. Without it, only the script shows it.
 */
export function RelativeTime({ at, kind, asOf }: RelativeTimeProps) {
  return (
    <time datetime={at.toString()} data-relative={kind} class={asOf ? undefined : 'after'} hidden={asOf === undefined}>
      {asOf && relativeTime(at.epochMilliseconds, asOf.epochMilliseconds, kind)}
    </time>
  );
}

/** A stranger's text. Its writing direction does not affect the text around it. */
export const Title = ({ children }: { readonly children: string }) => <bdi>{children}</bdi>;

/** A verdict as text with a shape that the style sheet draws, so that nobody needs colours to tell them apart. */
export const VerdictMark = ({
  mark,
  children,
}: {
  readonly mark: VerdictKind;
  readonly children: ComponentChildren;
}) => <span class={`v ${mark}`}>{children}</span>;
