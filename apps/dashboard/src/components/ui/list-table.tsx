import type { ReactNode } from 'react';
import { classes } from './classes';

export interface Column<Row> {
  key: string;
  title: string;
  cell: (row: Row) => ReactNode;
  /** Left out where there is little room. */
  wideOnly?: boolean;
}

/** Rows with a name, what there is to know of each, and commands. A table where there is room, cards on a phone. */
export function ListTable<Row>({
  label,
  rows,
  columns,
  idOf,
  nameOf,
  actions,
}: {
  label: string;
  rows: readonly Row[];
  /** The first is the row's name. */
  columns: readonly Column<Row>[];
  idOf: (row: Row) => string;
  /** What the row is called in `data-row`, for who looks for it. */
  nameOf: (row: Row) => string;
  /** None where nobody may do anything. */
  actions?: { title: string; labelOf: (row: Row) => string; of: (row: Row) => ReactNode };
}) {
  return (
    <table aria-label={label} className="w-full text-left max-md:block">
      <thead className="text-sm text-ink-soft max-md:sr-only">
        <tr>
          {columns.map(({ key, title, wideOnly }) => (
            <th key={key} className={classes('px-3 py-3 font-medium first:pl-5', wideOnly && 'max-lg:hidden')}>
              {title}
            </th>
          ))}
          {actions ? <th className="py-3 pr-5 pl-3 text-right font-medium">{actions.title}</th> : null}
        </tr>
      </thead>
      <tbody className="max-md:block">
        {rows.map((row) => (
          <tr
            key={idOf(row)}
            data-row={nameOf(row)}
            className="border-t border-line align-top max-md:grid max-md:gap-1.5 max-md:px-5 max-md:py-4 max-md:first:border-t-0"
          >
            {columns.map((column, index) => (
              <Cell key={column.key} column={column} row={row} isName={index === 0} />
            ))}
            {actions ? (
              <td className="py-2.5 pr-5 pl-3 max-md:p-0">
                <div
                  role="group"
                  aria-label={actions.labelOf(row)}
                  className="flex flex-wrap gap-0.5 max-md:-ml-2 md:justify-end"
                >
                  {actions.of(row)}
                </div>
              </td>
            ) : null}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Cell<Row>({ column: { title, cell, wideOnly }, row, isName }: { column: Column<Row>; row: Row; isName: boolean }) {
  if (isName) {
    return (
      <th scope="row" className="max-w-sm py-3.5 pr-3 pl-5 font-normal max-md:p-0">
        {cell(row)}
      </th>
    );
  }
  return (
    <td
      className={classes(
        'max-w-md px-3 py-3.5 max-md:grid max-md:grid-cols-[7rem_1fr] max-md:gap-2 max-md:p-0',
        wideOnly && 'md:max-lg:hidden',
      )}
    >
      <span aria-hidden className="text-sm text-ink-soft md:hidden">
        {title}
      </span>
      <div className="min-w-0">{cell(row)}</div>
    </td>
  );
}
