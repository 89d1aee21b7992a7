/** Any page in HTML: CSS selectors say what is where. */
import { compile, selectOne } from 'css-select';
import { getAttributeValue } from 'domutils';
import { ElementType, parseDocument } from 'htmlparser2';
import { oneLine } from '../../text.ts';
import { createCustomReader } from './reader.ts';
import type { ExtractionRecipe } from './recipe.ts';
import type { Reader } from '../source.ts';

type Element = Parameters<typeof getAttributeValue>[0];
type Node = ReturnType<typeof parseDocument>['children'][number];

export const htmlReader = (recipe: ExtractionRecipe): Reader =>
  createCustomReader(recipe, 'text/html, application/xhtml+xml', (text) => {
    if (text.trim() === '') throw new RangeError('is an empty page');
    const document = parseDocument(text);
    return ({ find, attribute }, wanted): unknown => {
      const element = selectOne<Node, Element>(find, document.children);
      if (element === null) return undefined;
      const found = attribute === undefined ? textOf(element) : getAttributeValue(element, attribute);
      if (found === undefined) return undefined;
      return blanks(found) || wanted === 'presence' || '';
    };
  });

/**
 * Elements within a line. At the edge of any other element, a browser begins a new line: two numbers in two cells stay
 * two.
 */
const inline = new Set(
  'a abbr b bdi bdo cite code data del em font i ins kbd label mark q s samp small span strong sub sup time u var'.split(
    ' ',
  ),
);

function textOf(node: Node): string {
  if (node.type === ElementType.Text) return node.data;
  // Browsers show no scripts, styles or comments.
  if (node.type !== ElementType.Tag) return '';
  const text = node.children.map(textOf).join('');
  return inline.has(node.name) ? text : ` ${text} `;
}

/** As a browser shows it: several blanks of any kind are one. */
const blanks = (text: string): string => text.replace(/\s+/g, ' ').trim();

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
