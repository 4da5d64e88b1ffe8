import { Form, Modal, type FormInstance, type ModalProps } from "antd";
import type { ReactNode } from "react";
import { commonTexts } from "../../../lib/i18n/common.ts";
import { useTexts } from "../../../lib/i18n/define.ts";
import { useAskBeforeLeaving } from "./use-ask-before-leaving.ts";

interface DeskFormModalProps<Values> {
  title: string;
  /** What the button says, which Enter in a field presses too. */
  submit: string;
  danger?: boolean;
  form: FormInstance<Values>;
  initialValues?: Partial<Values>;
  onValuesChange?: (changed: Partial<Values>) => void;
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

/** How every form of the desk behaves: a field is checked as it is left, and a press of the button goes to the first fault. */
export const formManners = {
  layout: "vertical",
  requiredMark: false,
  validateTrigger: "onBlur",
  scrollToFirstError: { focus: true },
} as const;

/**
 * A question of a few fields over a page of the desk. Mounted while it is asked: each time it begins anew. What was typed is
 * not thrown away without a question.
 */
export function DeskFormModal<Values extends object>({
  title,
  submit,
  danger = false,
  form,
  initialValues,
  onValuesChange,
  busy,
  onSubmit,
  onClose,
  disposable = false,
  modal,
  children,
}: DeskFormModalProps<Values>) {
  const { cancel } = useTexts(commonTexts);
  const leave = useAskBeforeLeaving(() => !disposable && form.isFieldsTouched(), onClose);
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
          {...(initialValues ? { initialValues } : {})}
          {...(onValuesChange ? { onValuesChange } : {})}
          onFinish={onSubmit}
        >
          {dialog}
        </Form>
      )}
      {...modal}
    >
      {children}
    </Modal>
  );
}
