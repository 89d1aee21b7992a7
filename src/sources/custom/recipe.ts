/**
 * How a page or an answer is read that was not made for us: where each thing stands in it, and how it is written. Plain
 * data.
 */
import type { Instant } from '../../domain/time.ts';

export interface Selector {
  /** A JMESPath expression, or a CSS selector, of which the first element counts. */
  readonly find: string;
  /** Of an element: this attribute of it, and not its text. */
  readonly attribute?: string | undefined;
  /** Of the text: what the one group of this regular expression matches. */
  readonly pattern?: string | undefined;
  /** Of a time: how it is written (moment.ts); ISO 8601 unless told. */
  readonly format?: string | undefined;
}

export interface ExtractionRecipe {
  /** What is asked for. */
  readonly url: (id: string, baseUrl: string) => string;
  /** The page for people, where that is another. */
  readonly page?: (id: string, baseUrl: string) => string;
  readonly signatures: Selector;
  readonly title?: string | Selector | undefined;
  /** A day is its first instant. */
  readonly opened?: Instant | Selector | undefined;
  /** A day is its last millisecond. */
  readonly deadline?: Instant | Selector | undefined;
  /**
   * Signing is over when there is something; or, with a format, from the time that is there. Absent: nothing is said of
   * it.
   */
  readonly closed?: Selector | undefined;
  /** There is an answer when there is something; with a format, of that time. */
  readonly answer?: Selector | undefined;
  /** The event that starts the clock of a response, where the rules name one. */
  readonly clockStarted?: Selector | undefined;
  /** The thresholds that are met when there is something. */
  readonly met?: Readonly<Record<string, Selector>>;
  /** The language of its numbers and months: absent, numbers have no groups, and months are English. */
  readonly locale?: string | undefined;
  /** Whose clock its times are on. */
  readonly timeZone: string;
  /** The text of a page behind which its JSON stands, such as `var idea =`. */
  readonly after?: string | undefined;
}
