import { Form, Modal, type FormInstance, type ModalProps } from "antd";
import type { ReactNode } from "react";
import { commonTexts } from "../../../lib/i18n/common.ts";
import { useTexts } from "../../../lib/i18n/define.ts";
import { useAskBeforeLeaving } from "./use-ask-before-leaving.ts";
import { isChanged } from "./is-changed.ts";
import { keepRefusals } from "./refusals.ts";
import { KeptWords } from "./KeptWords.tsx";

interface DeskFormModalProps<Values> {
  title: string;
  /** What the button says, which Enter in a field presses too. */
  submit: string;
  danger?: boolean;
  form: FormInstance<Values>;
  initialValues?: Partial<Values>;
  /** Where what is typed is kept (`useDraft`): it outlives the end of the session and another person's turn. */
  draft?: KeptDraft<NoInfer<Values>>;
  busy: boolean;
  onSubmit: (values: Values) => void;
  onClose: () => void;
  /** What is typed here nobody would miss: it closes without a question. */
  disposable?: boolean;
  /** Of antd's dialog, for what only one form needs. */
  modal?: ModalProps;
  /** The fields, `Form.Item`s, with words before or between them. */
  children: ReactNode;
}

/** What `useDraft` answers, of a form with these values. */
interface KeptDraft<Values> {
  draft: object;
  change: (part: Partial<Values>) => void;
  clear: () => void;
  kept: boolean;
}

/** How every form of the desk behaves: a field is checked as it is left, and a press of the button goes to the first fault. */
export const formManners = {
  layout: "vertical",
  requiredMark: false,
  validateTrigger: "onBlur",
  scrollToFirstError: { focus: true },
} as const;

/**
 * A question of a few fields over a page of the desk. Mounted while it is asked: each time it begins anew, or with what a session
 * that ended left in its draft. What was typed is not thrown away without a question.
 */
export function DeskFormModal<Values extends object>({
  title,
  submit,
  danger = false,
  form,
  initialValues,
  draft,
  busy,
  onSubmit,
  onClose,
  disposable = false,
  modal,
  children,
}: DeskFormModalProps<Values>) {
  const { cancel } = useTexts(commonTexts);
  const leave = useAskBeforeLeaving(
    () => !disposable && isChanged(form, initialValues ?? {}),
    () => {
      draft?.clear();
      onClose();
    },
  );
  return (
    <Modal
      open
      title={title}
      okText={submit}
      okButtonProps={{ danger, htmlType: "submit" }}
      cancelText={cancel}
      confirmLoading={busy}
      onCancel={leave}
      // Around the whole dialog, so that its button belongs to the form.
      modalRender={(dialog) => (
        <Form<Values>
          form={form}
          {...formManners}
          onFieldsChange={(changed) => keepRefusals(form, changed)}
          initialValues={{ ...initialValues, ...draft?.draft }}
          {...(draft ? { onValuesChange: draft.change } : {})}
          onFinish={onSubmit}
        >
          {dialog}
        </Form>
      )}
      {...modal}
    >
      <KeptWords kept={draft?.kept ?? false} />
      {children}
    </Modal>
  );
}
