import { useQueryClient } from "@tanstack/react-query";
import { App, Form, Input, Modal, Radio } from "antd";
import { verdicts, type Verdict } from "@fuzhen/shared/care-access/break-glass.rules.ts";
import type { BreakGlassCase } from "@fuzhen/shared/care-access/care-access.schema.ts";
import { commonTexts } from "../../../lib/i18n/common.ts";
import { useTexts } from "../../../lib/i18n/define.ts";
import { useDeskSend } from "../../../ui/desk/use-desk-send.ts";
import { reviewBreakGlass } from "../api/cases.ts";
import { careAccessTexts } from "../care-access.texts.ts";
import { reviewTexts } from "../review.texts.ts";

/** One verdict with its reasons; written once for all. */
export function DeskReviewForm({ opening, onClose }: { opening: BreakGlassCase; onClose: () => void }) {
  const texts = useTexts(reviewTexts);
  const { reasons } = useTexts(careAccessTexts);
  const common = useTexts(commonTexts);
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
    <Modal
      open
      title={texts.reviewTitle(opening.specialistName)}
      okText={texts.submit}
      cancelText={common.cancel}
      confirmLoading={sending.isPending}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      <p>
        <strong>{reasons[opening.reason]}</strong> · {opening.account}
      </p>
      <Form
        form={form}
        layout="vertical"
        requiredMark={false}
        onFinish={(values) => sending.mutate({ breakGlassId: opening.id, ...values })}
      >
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
      </Form>
    </Modal>
  );
}
