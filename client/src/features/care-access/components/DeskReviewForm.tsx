import { useQueryClient } from "@tanstack/react-query";
import { Form, Radio } from "antd";
import type { ReactNode } from "react";
import { verdicts, type Verdict } from "@fuzhen/shared/care-access/break-glass.rules.ts";
import type { BreakGlassCase } from "@fuzhen/shared/care-access/care-access.schema.ts";
import { useTexts } from "../../../lib/i18n/define.ts";
import { DeskFormModal } from "../../../ui/desk/forms/DeskFormModal.tsx";
import { useDeskSend } from "../../../ui/desk/use-desk-send.ts";
import { reviewBreakGlass } from "../api/cases.ts";
import { careAccessTexts } from "../care-access.texts.ts";
import { reviewTexts } from "../review.texts.ts";
import { filled } from "../../../ui/desk/forms/field-checks.ts";
import { TextItem } from "../../../ui/desk/forms/TextItem.tsx";
import { useDraft } from "../../../lib/draft.ts";
import { toast } from "../../../ui/shared/toast.ts";

interface Values {
  verdict: Verdict;
  account: string;
}

/** One verdict with its reasons; written once for all. */
export function DeskReviewForm({
  opening,
  acts,
  onClose,
}: {
  opening: BreakGlassCase;
  /** What the opening was used for. */
  acts: ReactNode;
  onClose: () => void;
}) {
  const texts = useTexts(reviewTexts);
  const { reasons } = useTexts(careAccessTexts);
  const queryClient = useQueryClient();
  const [form] = Form.useForm<Values>();
  const draft = useDraft<Partial<Values>>(`review.${opening.id}`, {});
  const sending = useDeskSend(
    reviewBreakGlass,
    () => {
      draft.clear();
      void queryClient.invalidateQueries({ queryKey: ["break-glass"] });
      toast(texts.done, "done");
      onClose();
    },
    form,
  );
  return (
    <DeskFormModal
      title={texts.reviewTitle(opening.specialistName)}
      submit={texts.submit}
      form={form}
      draft={draft}
      busy={sending.isPending}
      onSubmit={(values) => sending.mutate({ breakGlassId: opening.id, ...values })}
      onClose={onClose}
    >
      <p>
        <strong>{reasons[opening.reason]}</strong> · {opening.account}
      </p>
      {acts}
      <Form.Item name="verdict" label={texts.verdict} rules={[{ required: true }]}>
        <Radio.Group options={verdicts.map((value) => ({ value, label: texts.verdictChoices[value] }))} />
      </Form.Item>
      <TextItem name="account" label={texts.account} extra={texts.accountHint} limit={500} check={filled} rows={3} />
    </DeskFormModal>
  );
}
