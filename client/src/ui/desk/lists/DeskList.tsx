import type { InfiniteData, UseInfiniteQueryResult } from "@tanstack/react-query";
import { Button } from "antd";
import type { ReactNode } from "react";
import { commonTexts } from "../../../lib/i18n/common.ts";
import { useTexts } from "../../../lib/i18n/define.ts";
import { deskListTexts } from "./desk-list.texts.ts";
import { DeskFilters, type DeskFilter } from "./DeskFilters.tsx";
import { DeskEmpty, DeskError, DeskSkeleton } from "../DeskStates.tsx";
import { DeskTable, type DeskColumn } from "./DeskTable.tsx";
import styles from "./DeskTable.module.css";
import type { ListState } from "./use-list-state.ts";

interface Page<Row> {
  items: Row[];
  nextCursor: string | null;
  /** Of all pages; the first says it. */
  total?: number | null;
}

interface DeskListProps<Row> {
  label: string;
  query: UseInfiniteQueryResult<InfiniteData<Page<Row>>>;
  list?: ListState;
  searchLabel?: string;
  filters?: readonly DeskFilter[];
  columns: readonly DeskColumn<Row>[];
  rowKey: (row: Row) => string;
  /** Shown when there is nothing at all, whatever the filters. */
  empty: ReactNode;
  /** The rows in another shape than the table's. */
  children?: (rows: readonly Row[]) => ReactNode;
}

/** A list of the desk that the server searches, filters, orders and hands out page by page. */
export function DeskList<Row extends object>({
  label,
  query,
  list,
  searchLabel,
  filters = [],
  columns,
  rowKey,
  empty,
  children,
}: DeskListProps<Row>) {
  const texts = useTexts(deskListTexts);
  const common = useTexts(commonTexts);
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = query;
  const rows = data?.pages.flatMap((page) => page.items) ?? [];
  const narrowed = list?.narrowed ?? false;
  return (
    <div className={styles.list}>
      {list && (rows.length > 0 || narrowed) && (
        <DeskFilters
          list={list}
          filters={filters}
          total={data?.pages[0]?.total ?? null}
          {...(searchLabel === undefined ? {} : { searchLabel })}
        />
      )}
      {error && !data && <DeskError error={error} onRetry={() => void refetch()} />}
      {!data && !error && <DeskSkeleton rows={8} />}
      {data && rows.length === 0 && (narrowed ? <DeskEmpty>{texts.nothingFits}</DeskEmpty> : empty)}
      {rows.length > 0 &&
        (children?.(rows) ?? (
          <DeskTable
            label={label}
            columns={columns}
            rows={rows}
            rowKey={rowKey}
            {...(list?.order ? { order: list.order, onOrder: (order) => list.change({ ...order }) } : {})}
          />
        ))}
      {hasNextPage && (
        <Button loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {common.more}
        </Button>
      )}
    </div>
  );
}
