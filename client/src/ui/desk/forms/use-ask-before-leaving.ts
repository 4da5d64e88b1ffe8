import { App } from "antd";
import { useRef } from "react";
import { useTexts } from "../../../lib/i18n/define.ts";
import { deskFormTexts } from "./desk-form.texts.ts";
import { TOP_Z } from "../top-layer.ts";

/**
 * The way out of a form by Esc, the cross or a click beside it: at once while nothing was typed, else after a question.
 * `leave` also lets go of a draft that was kept.
 */
export function useAskBeforeLeaving(isDirty: () => boolean, leave: () => void): () => void {
  const texts = useTexts(deskFormTexts);
  const { modal } = App.useApp();
  // Esc pressed again while the question stands answers it and asks no second one.
  const asking = useRef(false);
  return () => {
    if (asking.current) return;
    if (!isDirty()) {
      leave();
      return;
    }
    asking.current = true;
    void modal.confirm({
      title: texts.leaveTitle,
      content: texts.leaveHint,
      okText: texts.leave,
      okButtonProps: { danger: true },
      cancelText: texts.stay,
      focusable: { autoFocusButton: "cancel" },
      zIndex: TOP_Z,
      onOk: leave,
      afterClose() {
        asking.current = false;
      },
    });
  };
}
