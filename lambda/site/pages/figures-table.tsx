/** A table of figures, such as those of answers and forecasts: a heading for each row, and a number in each other column. */
import type { ComponentChildren } from 'preact';

interface Props {
  readonly caption: ComponentChildren;
  /** What the headings of the rows are. */
  readonly first: string;
  readonly columns: readonly string[];
  readonly children: ComponentChildren;
}

export const FiguresTable = ({ caption, first, columns, children }: Props) => (
  <table class="figures-of">
    <caption>{caption}</caption>
    <thead>
      <tr>
        <th scope="col">{first}</th>
        {columns.map((label) => (
          <th key={label} scope="col" class="n">
            {label}
          </th>
        ))}
      </tr>
    </thead>
    <tbody>{children}</tbody>
  </table>
);
