/** Any page in HTML: CSS selectors say what is where. */
import { compile, selectAll } from 'css-select';
import { getAttributeValue } from 'domutils';
import { DomHandler, ElementType, Parser, type parseDocument } from 'htmlparser2';
import { oneLine } from '../../text.ts';
import { RedirectedAway, SourceFailed } from '../http.ts';
import { leadsAway } from '../redirects.ts';
import type { ListedPetition, ListRequest, Reader } from '../source.ts';
import { createCustomReader, readListed, type FindValues } from './reader.ts';
import type { ExtractionRecipe, ListRecipe } from './recipe.ts';

type Element = Parameters<typeof getAttributeValue>[0];
type Node = ReturnType<typeof parseDocument>['children'][number];

const accept = 'text/html, application/xhtml+xml';

export const htmlReader = (recipe: ExtractionRecipe, list?: ListRecipe): Reader => ({
  ...createCustomReader(recipe, accept, (text) => {
    if (text.trim() === '') throw new RangeError('is an empty page');
    return findingIn(documentOf(text).children);
  }),
  ...(list && { list: (listing) => pagesOf(list, recipe.page ?? recipe.url, listing) }),
});

/** What selectors find below these nodes. */
const findingIn =
  (nodes: Node[]): FindValues =>
  ({ find, attribute, without, joined }, wanted) => {
    const elements = selectAll<Node, Element>(find, nodes);
    if (attribute !== undefined) {
      const values = elements.map((element) => getAttributeValue(element, attribute));
      // `disabled`, `disabled=""` and `disabled="disabled"` are one (HTML standard, 2.3.2). Of `data-closed=""`, nobody can
      // say whether it is one of these or a value that is empty.
      const isOn = (value: string): boolean => value === '' || value.toLowerCase() === attribute.toLowerCase();
      const presence = (value: string): unknown => (isOn(value) ? !attribute.includes('-') || '""' : oneLine(value));
      return values.map((value) => ({
        value: value !== undefined && (wanted === 'presence' ? presence(value) : oneLine(value)),
      }));
    }
    const left = new Set<Node>(without === undefined ? [] : selectAll<Node, Element>(without, nodes));
    return elements.filter(isShown).map((element) => {
      // An element that is shown is there, whatever its text says.
      if (wanted === 'presence') return { value: true };
      const pieces = piecesOf(element.children.map((child) => textOf(child, left)).join(''));
      return joined === true ? { value: pieces.map((piece) => piece.trim()).join('') } : seamed(pieces);
    });
  };

/** The pages of a list, until one has nothing new: behind the last one, some lists begin again. */
async function* pagesOf(
  recipe: ListRecipe,
  addressOf: ExtractionRecipe['url'],
  { baseUrl, http, now }: ListRequest,
): AsyncGenerator<readonly ListedPetition[]> {
  const listed = new Set<string>();
  for (let number = 1; ; number += 1) {
    const url = recipe.pageUrl(number, baseUrl);
    const answer = await http.get(url, { accept });
    if (answer.kind === 'gone') throw new SourceFailed(`${url}: there is no such list`);
    const { text, movedTo } = answer;
    if (movedTo !== undefined && leadsAway(url, movedTo)) throw new RedirectedAway(url, movedTo);
    const rows = selectAll<Node, Element>(recipe.rows, documentOf(text).children).flatMap((row) => {
      const [link] = selectAll<Node, Element>(recipe.link, row.children);
      const href = link && getAttributeValue(link, 'href')?.trim();
      const id = href !== undefined && URL.canParse(href, url) ? recipe.idOf(new URL(href, url)) : undefined;
      if (id === undefined) return [];
      const reading = readListed(recipe, addressOf(id, baseUrl), findingIn(row.children), now);
      return reading === undefined ? [] : [{ id, observation: { kind: 'reading', ...reading } } as const];
    });
    // Something is always open on these platforms: a page without any row is not the list.
    if (number === 1 && rows.length === 0) throw new SourceFailed(`${url}: has no rows of petitions`);
    const fresh = new Map(rows.filter(({ id }) => !listed.has(id)).map((one) => [one.id, one]));
    if (fresh.size === 0) return;
    for (const id of fresh.keys()) listed.add(id);
    yield [...fresh.values()];
  }
}

/** The texts of the elements that a selector finds, each on one line, as people see them. */
export const textsOf = (html: string, find: string): readonly string[] =>
  selectAll<Node, Element>(find, documentOf(html).children)
    .filter(isShown)
    .map((element) => seamed(piecesOf(textOf(element, new Set()))).value);

/** Elements in elements: browsers stop at 512 too (Blink's limit). */
const maxDepth = 512;

class ShallowHandler extends DomHandler {
  override onopentag(name: string, attributes: Record<string, string>): void {
    if (this.tagStack.length > maxDepth) throw new RangeError(`has elements nested more than ${maxDepth} deep`);
    super.onopentag(name, attributes);
  }
}

/** A page that ends within a text may be cut off: then the text goes on, and no number in it is whole. */
const isCutOff = (page: string): boolean => !page.trimEnd().endsWith('>');

/** With a body, as every browser has one: its tag may be left out (HTML standard, 13.1.2.4). */
function documentOf(text: string): ReturnType<typeof parseDocument> {
  const document = parsed(text);
  const hasBody = selectAll<Node, Element>('body', document.children).length > 0;
  return hasBody ? document : parsed(`<body>${text}`);
}

function parsed(text: string): ReturnType<typeof parseDocument> {
  const handler = new ShallowHandler();
  new Parser(handler).end(isCutOff(text) ? `${text}\ufffd` : text);
  return handler.root;
}

/**
 * Elements within a line. At the edge of any other element, a browser begins a new line: two numbers in two cells stay
 * two.
 */
const inline = new Set(
  'a abbr b bdi bdo cite code data del em font i ins kbd label mark q s samp small span strong sub sup time u var'.split(
    ' ',
  ),
);

/** What browsers never render; what stands in for scripts or media; what describes (HTML standard, 15.3.1; SVG 2). */
const notRendered = new Set(
  'area audio base basefont canvas desc iframe link meta metadata meter noembed noframes noscript object param progress rp script style template title video'.split(
    ' ',
  ),
);

/** Marks the edge of an element. It is for private use: Unicode has no character of this code. */
const seam = '\ue000';

/** The pieces of a text between the edges of its elements, on one line. */
const piecesOf = (marked: string): readonly string[] => oneLine(marked).split(seam);

/** The text of pieces, and where they meet. */
function seamed(pieces: readonly string[]): { readonly value: string; readonly seams: readonly number[] } {
  const parts: string[] = [];
  const seams: number[] = [];
  let length = 0;
  for (const piece of pieces) {
    if (length > 0) seams.push(length);
    // Two blanks that meet are one.
    const part = parts.at(-1)?.endsWith(' ') === false ? piece : piece.trimStart();
    if (part === '') continue;
    parts.push(part);
    length += part.length;
  }
  return { value: parts.join('').trimEnd(), seams };
}

function textOf(node: Node, without: ReadonlySet<Node>): string {
  if (node.type === ElementType.Text) return node.data.replace(/\s+/g, ' ').replaceAll(seam, '\ufffd');
  // Browsers show no scripts, styles or comments.
  if (node.type !== ElementType.Tag || without.has(node) || isHidden(node) || notRendered.has(node.name)) return '';
  if (node.name === 'wbr') return '';
  const mark = inline.has(node.name) ? seam : ` ${seam}`;
  return mark + (digitsOf(node) ?? node.children.map((child) => textOf(child, without)).join('')) + mark;
}

/** What an image or a field shows, where that is a number: a counter may have a picture for each digit. */
function digitsOf({ name, attribs: { alt, type, value } }: Element): string | undefined {
  const shown = name === 'img' ? alt : name === 'input' && type?.toLowerCase() !== 'hidden' ? value : undefined;
  return shown !== undefined && /^[\d.,\s]*\d[\d.,\s]*$/.test(shown) ? shown : undefined;
}

function isHidden({ attribs: { hidden, style = '' } }: Element): boolean {
  if (hidden !== undefined) return true;
  const declared = new Map<string, string>();
  for (const [, name = '', value = ''] of style.replace(comments, '').matchAll(declarations)) {
    // Of two, the last holds, unless only the first is important (CSS Cascading and Inheritance, 6).
    const isImportant = (text = ''): boolean => /!\s*important/i.test(text);
    if (isImportant(value) || !isImportant(declared.get(name.toLowerCase()))) declared.set(name.toLowerCase(), value);
  }
  return (
    /^none\b/i.test(declared.get('display') ?? '') || /^(?:hidden|collapse)\b/i.test(declared.get('visibility') ?? '')
  );
}

const comments = /\/\*.*?\*\//gs;
const declarations = /(?:^|;)\s*(display|visibility)\s*:\s*([^;]*)/gi;

/** An element that is asked for is shown, unless it or what it is in is hidden. The title of a page is in its head. */
function isShown(element: Element): boolean {
  const inside = parentsOf(element);
  const isUnseen = (one: Element): boolean => isHidden(one) || isClosedDialog(one) || isOffered(one);
  return !isUnseen(element) && !inside.some((one) => isUnseen(one) || notRendered.has(one.name));
}

/** A script opens it. Inside a count its digits may be a part of the number: there, they make it a fault. */
const isClosedDialog = ({ name, attribs: { open } }: Element): boolean => name === 'dialog' && open === undefined;

/** What a field offers, and has not. Inside a count it makes a fault, too. What is folded in `details` is there. */
const isOffered = ({ name, attribs: { selected } }: Element): boolean =>
  name === 'datalist' || (name === 'option' && selected === undefined);

const parentsOf = ({ parent }: Element): Element[] =>
  parent !== null && 'attribs' in parent ? [parent, ...parentsOf(parent)] : [];

/** Why a selector is not valid; undefined for a good one. */
export function selectorFault(selector: string): string | undefined {
  try {
    compile(selector);
    return undefined;
  } catch (error) {
    const reason = error instanceof Error ? oneLine(error.message) : String(error);
    return `must be a CSS selector, such as ".signatures strong" (${reason})`;
  }
}
