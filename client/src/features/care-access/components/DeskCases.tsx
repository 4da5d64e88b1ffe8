import { useInfiniteQuery } from "@tanstack/react-query";
import { Button, Table } from "antd";
import type { BreakGlassCase } from "@fuzhen/shared/care-access/care-access.schema.ts";
import { commonTexts } from "../../../lib/i18n/common.ts";
import { useLanguage, useTexts } from "../../../lib/i18n/define.ts";
import { sayMoment } from "../../../lib/time.ts";
import { useNow } from "../../../lib/use-now.ts";
import { DeskEmpty, DeskError, DeskSkeleton } from "../../../ui/desk/DeskStates.tsx";
import { StatusTag, Tag } from "../../../ui/mobile/Tag.tsx";
import { Time } from "../../../ui/mobile/Time.tsx";
import { casesQuery, type CaseScope } from "../api/cases.ts";
import { careAccessTexts } from "../care-access.texts.ts";
import { reviewTexts } from "../review.texts.ts";

interface Props {
  scope: CaseScope;
  onReview: (opening: BreakGlassCase) => void;
}

/** Emergency openings of the organisation: what waits for a review, what has waited too long, what came of the others. */
export function DeskCases({ scope, onReview }: Props) {
  const texts = useTexts(reviewTexts);
  const { reasons } = useTexts(careAccessTexts);
  const common = useTexts(commonTexts);
  const language = useLanguage();
  const now = useNow();
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery(casesQuery(scope));
  if (error && !data) return <DeskError error={error} onRetry={() => void refetch()} />;
  if (!data) return <DeskSkeleton rows={4} />;
  const cases = data.pages.flatMap((page) => page.items);
  if (cases.length === 0) return <DeskEmpty>{scope === "open" ? texts.noneOpen : texts.noneReviewed}</DeskEmpty>;
  const say = (at: string) => sayMoment(at, now, language);
  return (
    <>
      <Table
        rowKey="id"
        dataSource={cases}
        pagination={false}
        sticky
        columns={[
          { title: texts.specialist, dataIndex: "specialistName", className: "no-break" },
          { title: texts.patient, dataIndex: "patientName", className: "no-break" },
          {
            title: texts.why,
            width: "36%",
            render: (_, row) => (
              <>
                <strong>{reasons[row.reason]}</strong>
                <p>{row.account}</p>
              </>
            ),
          },
          {
            title: texts.when,
            className: "no-break",
            render: (_, row) => (
              <>
                <Time at={row.openedAt} />
                <p className="quiet small">
                  {row.endedAt ? texts.endedAt(say(row.endedAt)) : texts.until(say(row.until))}
                </p>
              </>
            ),
          },
          { title: texts.state, render: (_, row) => <State row={row} say={say} /> },
          ...(scope === "open"
            ? [
                {
                  title: texts.actions,
                  align: "right" as const,
                  render: (_: unknown, row: BreakGlassCase) => (
                    <Button type="link" onClick={() => onReview(row)}>
                      {texts.review}
                    </Button>
                  ),
                },
              ]
            : []),
        ]}
      />
      {hasNextPage && (
        <Button loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {common.more}
        </Button>
      )}
    </>
  );
}

function State({ row, say }: { row: BreakGlassCase; say: (at: string) => string }) {
  const texts = useTexts(reviewTexts);
  const { review } = row;
  if (!review) return row.overdue ? <StatusTag tone="danger">{texts.overdue}</StatusTag> : <Tag>{texts.waiting}</Tag>;
  return (
    <>
      <StatusTag tone={review.verdict === "justified" ? "done" : "danger"}>{texts.verdicts[review.verdict]}</StatusTag>
      <p>{review.account}</p>
      <p className="quiet small">{texts.by(review.reviewerName, say(review.at))}</p>
    </>
  );
}
