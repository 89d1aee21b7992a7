/** How to read a page or an answer that was not made for us: where each value is, and how it is written. Plain data. */
import type { Reading } from '../../domain/observation.ts';
import type { Instant } from '../../domain/time.ts';

export interface Selector {
  /** A JMESPath expression, or a CSS selector: the first element counts, and for the count all must agree. */
  readonly find: string;
  /** A CSS selector of elements that are left out of the text. */
  readonly without?: string | undefined;
  /** This attribute of the element, instead of its text. */
  readonly attribute?: string | undefined;
  /** The count is put together from several elements: each digit has one of its own. */
  readonly joined?: boolean | undefined;
  /** The part of the text that the one group of this regular expression matches. */
  readonly pattern?: string | undefined;
  /** The format of a time (date-format.ts). Absent: ISO 8601. */
  readonly format?: string | undefined;
}

export interface ExtractionRecipe {
  /** The address of the request. */
  readonly url: (id: string, baseUrl: string) => string;
  /** Where the address answers questions: the one that is posted to it, and its type, if that is not the usual one. */
  readonly body?: object | string | undefined;
  readonly contentType?: string | undefined;
  /** The page for people, where it is another. */
  readonly page?: (id: string, baseUrl: string) => string;
  /** The language that the page is asked for in. Absent: the server's own choice. */
  readonly language?: string;
  readonly signatures: Selector;
  /** Where there is a value, and no count, nobody has signed yet. */
  readonly unsigned?: Selector;
  readonly title?: string | Selector | undefined;
  /** A day means its first instant. */
  readonly opened?: Instant | Selector | undefined;
  /** When it was filed, where that decides which rules apply. A day means its first instant. */
  readonly registered?: Selector;
  /** A day means its last millisecond. */
  readonly deadline?: Instant | Selector | undefined;
  /** Signing is over when there is a value; or, with a format, from that time. Absent: nothing is known of it. */
  readonly closed?: Selector | undefined;
  /**
   * Instead of `closed`: the words that a page has for a state, and what each says of signing; undefined where it says
   * nothing of it. Any other word is a fault, and so is none.
   */
  readonly state?: Selector & {
    readonly words: ReadonlyMap<string, Reading['signing']>;
    /** What else a word says. */
    readonly says?: ReadonlyMap<string, Pick<Reading, 'met' | 'clockStarted' | 'answer'>>;
  };
  /** The id that the page shows. With another one, the page is not read. */
  readonly about?: Selector;
  /** Where there is a value, the page is not that of a petition, or not yet. */
  readonly absent?: Selector & { readonly reason?: string };
  /** By when the page says that it is to be answered. A day means its last millisecond. */
  readonly answerDue?: Selector | undefined;
  /** There is an answer when there is a value; with a format, from that time. */
  readonly answer?: Selector | undefined;
  /** The event that starts the response clock, where the rules name one. */
  readonly clockStarted?: Selector | undefined;
  /** How many signatures a verification has found valid, once the page shows that. */
  readonly verified?: Selector | undefined;
  /** The thresholds that are met when there is a value. */
  readonly met?: Readonly<Record<string, Selector>>;
  /** The page's own numbers for its thresholds, by their names. */
  readonly needed?: Readonly<Record<string, Selector>>;
  /** The count by parts. */
  readonly parts?: Readonly<Record<string, Selector>>;
  /** The language of its numbers and months. Absent: numbers have no groups, and months are in English. */
  readonly locale?: string | undefined;
  /** The zone of its times. */
  readonly timeZone: string;
  /** The text after which the page has its JSON, such as `var idea =`. */
  readonly after?: string | undefined;
}

/** A list that is pages for people, whose rows are read like a page. */
export interface ListRecipe extends Omit<ExtractionRecipe, 'url'> {
  /** The address of a page, from 1. */
  readonly pageUrl: (page: number, baseUrl: string) => string;
  /** The rows, of one petition each: a CSS selector. */
  readonly rows: string;
  /** In a row, the link to the page of the petition. */
  readonly link: string;
  /** The id in that address. */
  readonly idOf: (page: URL) => string | undefined;
}
