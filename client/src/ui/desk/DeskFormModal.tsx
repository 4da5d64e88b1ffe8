import { Form, Modal, type FormInstance, type ModalProps } from "antd";
import type { ReactNode } from "react";
import { commonTexts } from "../../lib/i18n/common.ts";
import { useTexts } from "../../lib/i18n/define.ts";

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
  /** Of antd's dialog, for what only one form needs. */
  modal?: ModalProps;
  /** The fields, `Form.Item`s, with words before or between them. */
  children: ReactNode;
}

/** A question of a few fields over a page of the desk. Mounted while it is asked: each time it begins anew. */
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
  modal,
  children,
}: DeskFormModalProps<Values>) {
  const { cancel } = useTexts(commonTexts);
  return (
    <Modal
      open
      title={title}
      okText={submit}
      okButtonProps={{ danger, htmlType: "submit" }}
      cancelText={cancel}
      confirmLoading={busy}
      onCancel={onClose}
      // Around the whole dialog, so that its button belongs to the form.
      modalRender={(dialog) => (
        <Form<Values>
          form={form}
          layout="vertical"
          requiredMark={false}
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
