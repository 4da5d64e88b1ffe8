import { useQueryClient } from "@tanstack/react-query";
import { App, Form, Input, Radio } from "antd";
import { verdicts, type Verdict } from "@fuzhen/shared/care-access/break-glass.rules.ts";
import type { BreakGlassCase } from "@fuzhen/shared/care-access/care-access.schema.ts";
import { useTexts } from "../../../lib/i18n/define.ts";
import { DeskFormModal } from "../../../ui/desk/forms/DeskFormModal.tsx";
import { useDeskSend } from "../../../ui/desk/use-desk-send.ts";
import { reviewBreakGlass } from "../api/cases.ts";
import { careAccessTexts } from "../care-access.texts.ts";
import { reviewTexts } from "../review.texts.ts";

/** One verdict with its reasons; written once for all. */
export function DeskReviewForm({ opening, onClose }: { opening: BreakGlassCase; onClose: () => void }) {
  const texts = useTexts(reviewTexts);
  const { reasons } = useTexts(careAccessTexts);
  const { message } = App.useApp();
  const queryClient = useQueryClient();
  const [form] = Form.useForm<{ verdict: Verdict; account: string }>();
  const sending = useDeskSend(
    reviewBreakGlass,
    () => {
      void queryClient.invalidateQueries({ queryKey: ["break-glass"] });
      void message.success(texts.done);
      onClose();
    },
    form,
  );
  return (
    <DeskFormModal
      title={texts.reviewTitle(opening.specialistName)}
      submit={texts.submit}
      form={form}
      busy={sending.isPending}
      onSubmit={(values) => sending.mutate({ breakGlassId: opening.id, ...values })}
      onClose={onClose}
    >
      <p>
        <strong>{reasons[opening.reason]}</strong> · {opening.account}
      </p>
      <Form.Item name="verdict" label={texts.verdict} rules={[{ required: true }]}>
        <Radio.Group options={verdicts.map((value) => ({ value, label: texts.verdictChoices[value] }))} />
      </Form.Item>
      <Form.Item
        name="account"
        label={texts.account}
        extra={texts.accountHint}
        rules={[{ required: true, whitespace: true }]}
      >
        <Input.TextArea rows={3} maxLength={500} showCount />
      </Form.Item>
    </DeskFormModal>
  );
}
