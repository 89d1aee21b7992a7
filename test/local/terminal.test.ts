/** The line that stays, on a terminal and elsewhere. */
import { Terminal } from '../../local/terminal.ts';

let written: string[];
const before = { isTTY: process.stderr.isTTY, columns: process.stderr.columns };

beforeEach(() => {
  written = [];
  for (const stream of [process.stdout, process.stderr]) {
    jest.spyOn(stream, 'write').mockImplementation((text) => written.push(String(text)) > 0);
  }
});
afterEach(() => {
  jest.restoreAllMocks();
  Object.assign(process.stderr, before);
});

/** What a terminal of this width shows at the end: rows, as far as our own control sequences move its cursor. */
function screen(columns: number): string[] {
  const rows = [''];
  for (const [, up, erase, text = ''] of written.join('').matchAll(/\u001b\[(\d+)A|(\r\u001b\[J)|([^\r\u001b]+)/g)) {
    if (up !== undefined) rows.splice(rows.length - Number(up));
    else if (erase !== undefined) rows[rows.length - 1] = '';
    for (const [index, part] of text.split('\n').entries()) {
      const row = index === 0 ? `${rows.pop() ?? ''}${part}` : part;
      rows.push(...(row.match(new RegExp(`.{1,${columns}}`, 'g')) ?? ['']));
    }
  }
  return rows;
}

describe('on a terminal', () => {
  beforeEach(() => Object.assign(process.stderr, { isTTY: true, columns: 20 }));

  test('it is below all that is printed, once, and shorter than the terminal is wide', () => {
    const terminal = new Terminal('text');
    const widths: number[] = [];
    terminal.status((width) => {
      widths.push(width);
      return 'Watching';
    });
    terminal.say('mail');
    terminal.note('warning');
    expect(screen(20)).toEqual(['mail', 'warning', 'Watching']);
    expect([...new Set(widths)]).toEqual([19]);
    terminal.endStatus();
    terminal.say('table');
    expect(screen(20)).toEqual(['mail', 'warning', 'table', '']);
  });

  test('it fits again when the terminal becomes narrower, and leaves nothing behind', () => {
    const terminal = new Terminal('text');
    terminal.status((width) => '0123456789abcdefghi'.slice(0, width));
    written = ['mail\n', '0123456789abcdefghi'];
    Object.assign(process.stderr, { columns: 8 });
    process.stderr.emit('resize');
    expect(screen(8)).toEqual(['mail', '0123456']);
    terminal.endStatus();
    expect(process.stderr.listenerCount('resize')).toBe(0);
  });

  test('progress is the same line, cut', () => {
    new Terminal('text').progress('5 January 2016 · 12 polls', 1, 200);
    expect(screen(20)).toEqual(['5 January 2016 · 1…']);
  });
});

describe('elsewhere', () => {
  beforeEach(() => Object.assign(process.stderr, { isTTY: false }));

  test('it is a plain line, and only where it has changed', () => {
    const terminal = new Terminal('text');
    for (const text of ['one', 'one', 'two', 'two']) {
      terminal.status(() => text);
      terminal.redraw();
      terminal.say('mail');
    }
    expect(written.filter((text) => text !== 'mail\n')).toEqual(['one\n', 'two\n']);
  });

  test('progress is ten lines', () => {
    const terminal = new Terminal('text');
    for (let done = 1; done <= 200; done += 1) terminal.progress(`tick ${done}`, done, 200);
    expect(written).toHaveLength(10);
  });
});
