/** Makes the table of petitions sortable by its heads and filterable by the form above it. */
import { createFilter, numericKey, sortedIndices, textRanks, normalizeText, type FilterableRow } from './sorting.ts';
import { viewHash, parseSort, sortText, defaultView, parseView, type ViewState } from './view-state.ts';

interface Column {
  readonly name: string;
  readonly label: string;
  readonly kind: string;
  readonly head: HTMLTableCellElement;
  /** The direction of the first sort. */
  readonly descending: boolean;
}

interface TableRow extends FilterableRow {
  readonly element: HTMLTableRowElement;
}

/** The names of the directions: ascending, descending. */
const directions: Readonly<Record<string, readonly [string, string]>> = {
  text: ['A to Z', 'Z to A'],
  number: ['lowest first', 'highest first'],
  time: ['earliest first', 'latest first'],
  urgency: ['most urgent first', 'most urgent last'],
};

export function enhancePetitionsTable(): void {
  const table = document.querySelector<HTMLTableElement>('#petitions');
  const form = document.querySelector<HTMLFormElement>('#filter');
  const output = document.querySelector<HTMLOutputElement>('#filter-shown');
  const body = table?.tBodies[0];
  if (!table || !form || !output || !body) return;
  new Petitions(table, body, form, output).start();
}

class Petitions {
  readonly #table: HTMLTableElement;
  readonly #body: HTMLTableSectionElement;
  readonly #form: HTMLFormElement;
  readonly #output: HTMLOutputElement;
  readonly #rows: readonly TableRow[];
  readonly #columns: readonly Column[];
  /** Read from the cells when a column is first sorted by. */
  readonly #keys = new Map<string, (number | undefined)[]>();
  #view: ViewState = defaultView;

  constructor(
    table: HTMLTableElement,
    body: HTMLTableSectionElement,
    form: HTMLFormElement,
    output: HTMLOutputElement,
  ) {
    this.#table = table;
    this.#body = body;
    this.#form = form;
    this.#output = output;
    this.#rows = Array.from(body.rows, rowOf);
    this.#columns = Array.from(table.tHead?.rows[0]?.cells ?? [], columnOf);
  }

  start(): void {
    this.#setRoles();
    for (const column of this.#columns) this.#makeButton(column);
    this.#offerOrders();
    const change = (): void => this.#show({ ...this.#view, ...this.#formView() });
    this.#form.addEventListener('input', debounce(change, 120));
    this.#form.addEventListener('change', change);
    this.#form.addEventListener('submit', (event) => event.preventDefault());
    this.#form.addEventListener('reset', (event) => {
      event.preventDefault();
      this.#show(defaultView);
    });
    window.addEventListener('hashchange', () => this.#followHash());
    this.#form.hidden = false;
    this.#followHash();
  }

  #followHash(): void {
    const view = parseView(location.hash);
    if (view !== undefined) this.#show(view);
    else if (this.#output.textContent === '') this.#show(defaultView);
  }

  #show(view: ViewState): void {
    const previous = this.#view;
    const column = this.#columns.find(({ name }) => name === view.sort);
    this.#view = column === undefined ? { ...view, sort: '', descending: false } : view;
    if (sortText(previous) !== sortText(this.#view)) this.#sort(column);
    this.#filter(column);
    this.#fillForm();
    const hash = viewHash(this.#view);
    const { pathname, search } = location;
    if (parseView(location.hash) !== undefined && hash !== location.hash)
      history.replaceState(null, '', `${pathname}${search}${hash}`);
  }

  #sort(column: Column | undefined): void {
    const { descending } = this.#view;
    for (const { head, name } of this.#columns) {
      if (name === column?.name) head.ariaSort = descending ? 'descending' : 'ascending';
      else head.removeAttribute('aria-sort');
    }
    const order = column === undefined ? this.#rows.keys() : sortedIndices(this.#keysOf(column), descending);
    const rows = document.createDocumentFragment();
    for (const index of order) {
      const row = this.#rows[index];
      if (row !== undefined) rows.append(row.element);
    }
    this.#body.replaceChildren(rows);
  }

  #filter(column: Column | undefined): void {
    const matches = createFilter(this.#view);
    let count = 0;
    for (const row of this.#rows) {
      const visible = matches(row);
      if (visible) count += 1;
      if (row.element.hidden === visible) row.element.hidden = !visible;
    }
    const order =
      column === undefined ? 'urgency' : `${column.label.toLowerCase()}, ${directionOf(column, this.#view.descending)}`;
    const number = new Intl.NumberFormat(document.body.dataset.locale);
    const all = this.#rows.length;
    const which = count === all ? `all ${number.format(all)}` : `${number.format(count)} of ${number.format(all)}`;
    const text = `Showing ${which}, sorted by ${order}.`;
    if (this.#output.textContent !== text) this.#output.textContent = text;
  }

  /** The form shows the current view, also when a link or a table head has set it. */
  #fillForm(): void {
    const { q, source, state } = this.#view;
    for (const [name, value] of Object.entries({ q, source, state, sort: sortText(this.#view) })) {
      const field = this.#form.elements.namedItem(name);
      const hasValue = field instanceof HTMLSelectElement || field instanceof HTMLInputElement;
      // Text is not changed while the reader types it.
      if (hasValue && field.value !== value && (name !== 'q' || field !== document.activeElement)) field.value = value;
    }
  }

  #formView(): ViewState {
    const data = new FormData(this.#form);
    const valueOf = (name: string): string => {
      const value = data.get(name);
      return typeof value === 'string' ? value : '';
    };
    return { q: valueOf('q'), source: valueOf('source'), state: valueOf('state'), ...parseSort(valueOf('sort')) };
  }

  #keysOf(column: Column): (number | undefined)[] {
    const cached = this.#keys.get(column.name);
    if (cached !== undefined) return cached;
    const cells = this.#rows.map(({ element }) => element.cells[column.head.cellIndex]);
    const keys =
      column.kind === 'text'
        ? textRanks(
            cells.map((cell) => cell?.querySelector('a')?.textContent ?? ''),
            'en',
          )
        : cells.map((cell) => numericKey(cell?.dataset.key));
    this.#keys.set(column.name, keys);
    return keys;
  }

  /** Some browsers no longer treat rows with a grid layout as rows of a table, so every part gets its role. */
  #setRoles(): void {
    const table = this.#table;
    table.role = 'table';
    for (const part of [table.tHead, this.#body]) if (part) part.role = 'rowgroup';
    for (const row of table.rows) {
      row.role = 'row';
      for (const cell of row.cells)
        cell.role = cell.scope === 'col' ? 'columnheader' : cell.scope === 'row' ? 'rowheader' : 'cell';
    }
  }

  #makeButton(column: Column): void {
    const button = document.createElement('button');
    button.type = 'button';
    button.append(...column.head.childNodes);
    button.addEventListener('click', () => {
      const { sort, descending } = this.#view;
      const again = sort === column.name;
      this.#show({ ...this.#view, sort: column.name, descending: again ? !descending : column.descending });
    });
    column.head.append(button);
  }

  /** For narrow screens without table heads, such as phones. */
  #offerOrders(): void {
    const select = this.#form.elements.namedItem('sort');
    if (!(select instanceof HTMLSelectElement)) return;
    for (const column of this.#columns)
      for (const descending of [column.descending, !column.descending]) {
        const value = sortText({ sort: column.name, descending });
        select.append(new Option(`${column.label}, ${directionOf(column, descending)}`, value));
      }
  }
}

const directionOf = ({ kind }: Column, descending: boolean): string => directions[kind]?.[descending ? 1 : 0] ?? '';

function rowOf(element: HTMLTableRowElement): TableRow {
  const { source = '', states = '' } = element.dataset;
  return { element, source, states: states.split(' '), text: normalizeText(element.cells[0]?.textContent ?? '') };
}

function columnOf(head: HTMLTableCellElement): Column {
  const { column = '', sort = '', first } = head.dataset;
  return { head, name: column, kind: sort, label: head.textContent.trim(), descending: first === 'descending' };
}

/** Runs `action` once, after this many milliseconds without another call. */
function debounce(action: () => void, milliseconds: number): () => void {
  let timer: number | undefined;
  return () => {
    window.clearTimeout(timer);
    timer = window.setTimeout(action, milliseconds);
  };
}
