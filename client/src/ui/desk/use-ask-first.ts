import { App } from "antd";
import type { ReactNode } from "react";
import { commonTexts } from "../../lib/i18n/common.ts";
import { useTexts } from "../../lib/i18n/define.ts";

export interface Question {
  title: string;
  /** What will happen. */
  content: ReactNode;
  /** The verb itself, never OK alone. */
  okText: string;
  /** The way out; 取消 when left out. */
  cancelText?: string;
  /** The dialog waits for the promise, if there is one. */
  onOk: () => unknown;
}

/** Asks before a step of the desk that takes something away. */
export function useAskFirst(): (question: Question) => void {
  const { modal } = App.useApp();
  const { cancel } = useTexts(commonTexts);
  return (question) => void modal.confirm({ cancelText: cancel, ...question, okButtonProps: { danger: true } });
}
