import { Table, type TableProps } from "antd";
import type { ReactNode } from "react";
import { cx } from "../../shared/cx.ts";
import styles from "./DeskTable.module.css";

export interface DeskColumn<Row> {
  key: string;
  title: ReactNode;
  cell: (row: Row) => ReactNode;
  /** Stays in sight at its edge while the rest scrolls sideways: who it is at the start, what can be done at the end. */
  stick?: "start" | "end";
  /** The list can be put in the order of this column; the name is what the server calls it. */
  sort?: string;
  /** Figures stand under figures. */
  num?: boolean;
  /** Sentences rather than words. */
  wide?: boolean;
}

export interface DeskOrder {
  sort: string;
  order: "asc" | "desc";
}

export interface DeskTableProps<Row> {
  /** What the rows are, for screen readers. */
  label: string;
  columns: readonly DeskColumn<Row>[];
  rows: readonly Row[];
  rowKey: (row: Row) => string;
  order?: DeskOrder;
  onOrder?: (order: DeskOrder) => void;
}

/** The one table of the desk: the header stays on top, who it is and what can be done stay at the edges, all text breaks. */
export function DeskTable<Row extends object | string>({
  label,
  columns,
  rows,
  rowKey,
  order,
  onOrder,
}: DeskTableProps<Row>) {
  const shown: TableProps<Row>["columns"] = columns.map(({ key, title, cell, stick, sort, num, wide }) => ({
    key: sort ?? key,
    title,
    ...(stick === undefined ? {} : { fixed: stick }),
    ...(stick === "end" ? { align: "right" as const } : {}),
    ...(num ? { className: "num" } : {}),
    ...(sort === undefined
      ? {}
      : {
          sorter: true,
          showSorterTooltip: false,
          sortOrder: order?.sort !== sort ? null : order.order === "asc" ? ("ascend" as const) : ("descend" as const),
          sortDirections: ["ascend" as const, "descend" as const, "ascend" as const],
        }),
    render: (_: unknown, row: Row) => (
      <div className={stick === "end" ? styles.actions : cx(styles.cell, wide === true && styles.wide)}>
        {cell(row)}
      </div>
    ),
  }));
  return (
    <Table<Row>
      aria-label={label}
      rowKey={rowKey}
      dataSource={rows}
      columns={shown}
      pagination={false}
      sticky
      scroll={{ x: "max-content" }}
      onChange={(_pages, _filters, sorter) => {
        if (Array.isArray(sorter) || typeof sorter.columnKey !== "string") return;
        onOrder?.({ sort: sorter.columnKey, order: sorter.order === "descend" ? "desc" : "asc" });
      }}
    />
  );
}
