/**
 * The picture that chats show with the address of a petition: its title, count and standing, as SVG, which
 * render-picture.ts makes a PNG. Nothing in it changes just because a day passes.
 */
import { sourceTitle } from '../../../src/sources/registry.ts';
import { sourceOf } from '../../../src/domain/source-of.ts';
import { responseLabel } from '../../../src/notifications/response-wording.ts';
import { pictureSize } from '../site-file.ts';
import type { FontMetrics } from '../font-metrics.ts';
import type { PetitionRecord, SiteContext } from '../view-model.ts';
import { countFigures, escaped, untilText } from './embed.tsx';
import { titleText } from './site-format.ts';
import { verdictWords } from './verdict-labels.ts';

const margin = 64;
const inner = pictureSize.width - 2 * margin;
/** Read at 300 pixels wide: a fourth of these. */
const sizes = { small: 38, title: 62, count: 116 } as const;
const maxLines = 3;

export function pictureSvg(record: PetitionRecord, site: SiteContext, font: FontMetrics): string {
  const { status, petition } = record;
  const { count, of, share } = countFigures(record, site);
  const source = sourceOf(petition.petition);
  const number = petition.petition.slice(source.length + 1);
  const shown = (text: string, instead: string): string => (font.canShow(text) ? text : instead);
  const platform = shown(`${sourceTitle(source)}, ${number}`, source);
  const where = `${site.title} · ${platform}`;
  const title = withoutPictographs(titleText(status));
  const lines = wrapped(title !== '' && font.canShow(title) ? title : platform, font);
  const text = (y: number, size: number, content: string, fill = ink): string =>
    `<text x="${margin}" y="${y}" font-size="${size}" fill="${fill}">${escaped(content)}</text>`;
  const countWidth = font.widthOf(shown(count, '0')) * sizes.count;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${pictureSize.width}" height="${pictureSize.height}">`,
    `<rect width="100%" height="100%" fill="#fbfaf7"/><rect width="100%" height="14" fill="${green}"/>`,
    '<g font-family="Noto Sans" font-weight="600">',
    text(84, sizes.small, fits(where, sizes.small, font) ? where : clipped(platform, sizes.small, font), soft),
    ...lines.map((line, index) => text(164 + 74 * index, sizes.title, line)),
    text(476, sizes.count, shown(count, String(status.signatures ?? 0))),
    `<text x="${margin + countWidth + 24}" y="476" font-size="${sizes.small}" fill="${soft}">${escaped(shown(of, 'signatures'))}</text>`,
    `<rect x="${margin}" y="506" width="${inner}" height="22" rx="11" fill="#dcd8cf"/>`,
    `<rect x="${margin}" y="506" width="${Math.round(inner * share)}" height="22" rx="11" fill="${green}"/>`,
    text(588, sizes.small, standing(record, site, font)),
    '</g></svg>',
  ].join('');
}

const [ink, soft, green] = ['#1a1d1f', '#5a5f63', '#0b6e4f'];

/** The verdict on the goal, and what came of its response; while signing goes on, until when. */
function standing(record: PetitionRecord, site: SiteContext, font: FontMetrics): string {
  const { goal } = countFigures(record, site);
  const commitment = record.rules?.commitment ?? 'promise';
  const owed = record.status.thresholds.find(({ response }) => response !== 'none');
  return [
    goal && verdictWords(goal.threshold, goal.verdict, goal.certain),
    owed && owed.response !== 'none' && responseLabel(owed.response, commitment),
    untilText(record, site),
  ].reduce<string>((line, part) => {
    if (part === undefined || part === false) return line;
    const longer = line === '' ? part : `${line} · ${part}`;
    return fits(longer, sizes.small, font) ? longer : line;
  }, '');
}

/** Whether the font has it, and a line has room for it. */
const fits = (text: string, size: number, font: FontMetrics): boolean =>
  font.canShow(text) && font.widthOf(text) * size <= inner;

/** Emoji, which no text font has, are left out. */
const withoutPictographs = (text: string): string =>
  text
    .replace(/[\p{Extended_Pictographic}\u{1F1E6}-\u{1F1FF}\u200D\uFE0F\u20E3]/gu, '')
    .replace(/\s+/g, ' ')
    .trim();

/** At most three lines; the last one ends with an ellipsis if there is more. */
function wrapped(title: string, font: FontMetrics): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of title.split(' ').flatMap((one) => pieces(one, font))) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (font.widthOf(longer) * sizes.title <= inner) line = longer;
    else {
      lines.push(line);
      line = word;
    }
  }
  lines.push(line);
  const [kept, more] = [lines.slice(0, maxLines), lines.length > maxLines];
  return more ? [...kept.slice(0, -1), clipped(`${kept.at(-1)} ${lines[maxLines]}`, sizes.title, font)] : kept;
}

/** A word that is wider than a line is broken, as an address may be. */
function pieces(word: string, font: FontMetrics): string[] {
  const [first, rest] = fitting(word, sizes.title, font);
  return rest === '' ? [first] : [first, ...pieces(rest, font)];
}

/** The text, or its beginning and an ellipsis. */
function clipped(text: string, size: number, font: FontMetrics): string {
  if (font.widthOf(text) * size <= inner) return text;
  const [first] = fitting(text, size, font, font.widthOf('…') * size);
  return `${first.trimEnd()}…`;
}

/** What fits in a line, and the rest: at least one character. */
function fitting(text: string, size: number, font: FontMetrics, reserved = 0): [first: string, rest: string] {
  const characters = Array.from(text);
  let width = 0;
  const end = characters.findIndex((one, index) => {
    width += font.widthOf(one) * size;
    return index > 0 && width > inner - reserved;
  });
  return end === -1 ? [text, ''] : [characters.slice(0, end).join(''), characters.slice(end).join('')];
}
