import { useInfiniteQuery } from "@tanstack/react-query";
import { Button } from "antd";
import type { BreakGlassCase } from "@fuzhen/shared/care-access/care-access.schema.ts";
import { useLanguage, useTexts } from "../../../lib/i18n/define.ts";
import { sayMoment } from "../../../lib/time.ts";
import { useNow } from "../../../lib/use-now.ts";
import { DeskList } from "../../../ui/desk/lists/DeskList.tsx";
import { DeskEmpty } from "../../../ui/desk/DeskStates.tsx";
import type { DeskColumn } from "../../../ui/desk/lists/DeskTable.tsx";
import { StatusTag, Tag } from "../../../ui/shared/Tag.tsx";
import { Time } from "../../../ui/shared/Time.tsx";
import { casesQuery, type CaseScope } from "../api/cases.ts";
import { careAccessTexts } from "../care-access.texts.ts";
import { reviewTexts } from "../review.texts.ts";

interface Props {
  scope: CaseScope;
  /** What the button of each row says, and does. */
  act: string;
  onAct: (opening: BreakGlassCase) => void;
}

/** Emergency openings of the organisation: what waits for a review, what has waited too long, what came of the others. */
export function DeskCases({ scope, act, onAct }: Props) {
  const texts = useTexts(reviewTexts);
  const { reasons } = useTexts(careAccessTexts);
  const language = useLanguage();
  const now = useNow();
  const query = useInfiniteQuery(casesQuery(scope));
  const say = (at: string) => sayMoment(at, now, language);
  const actions: DeskColumn<BreakGlassCase> = {
    key: "actions",
    title: texts.actions,
    stick: "end",
    cell: (row) => (
      <Button type="link" onClick={() => onAct(row)}>
        {act}
      </Button>
    ),
  };
  return (
    <DeskList
      label={texts.title}
      query={query}
      rowKey={(row) => row.id}
      empty={<DeskEmpty>{scope === "open" ? texts.noneOpen : texts.noneReviewed}</DeskEmpty>}
      columns={[
        { key: "specialist", title: texts.specialist, cell: (row) => row.specialistName, stick: "start" },
        { key: "patient", title: texts.patient, cell: (row) => row.patientName },
        {
          key: "why",
          title: texts.why,
          wide: true,
          cell: (row) => (
            <>
              <strong>{reasons[row.reason]}</strong>
              <p>{row.account}</p>
            </>
          ),
        },
        {
          key: "when",
          title: texts.when,
          cell: (row) => (
            <>
              <Time at={row.openedAt} />
              <p className="quiet small">
                {row.endedAt ? texts.endedAt(say(row.endedAt)) : texts.until(say(row.until))}
              </p>
            </>
          ),
        },
        { key: "state", title: texts.state, cell: (row) => <State row={row} say={say} /> },
        actions,
      ]}
    />
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
