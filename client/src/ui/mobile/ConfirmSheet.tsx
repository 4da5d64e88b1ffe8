import type { ReactNode } from "react";
import { commonTexts } from "../../lib/i18n/common.ts";
import { useTexts } from "../../lib/i18n/define.ts";
import { Button } from "../shared/Button.tsx";
import { Sheet } from "./Sheet.tsx";

interface ConfirmSheetProps {
  open: boolean;
  /** A question: 取消这次预约？ */
  title: string;
  /** What will happen, and what cannot be taken back. */
  children?: ReactNode;
  /** The verb itself (取消预约), never 确定 alone. */
  confirm: string;
  /** The way out (先不取消); 取消 when left out. */
  decline?: string;
  danger?: boolean;
  busy?: boolean;
  onConfirm: () => void;
  onClose: () => void;
}

/** Asks before a step that cannot be undone. The way out has the focus first. */
export function ConfirmSheet(props: ConfirmSheetProps) {
  const { open, title, children, confirm, decline, danger = true, busy = false, onConfirm, onClose } = props;
  const texts = useTexts(commonTexts);
  return (
    <Sheet
      open={open}
      onClose={onClose}
      title={title}
      mustAnswer
      bottom={
        <>
          <Button block data-first-focus onClick={onClose}>
            {decline ?? texts.cancel}
          </Button>
          <Button block kind={danger ? "danger" : "primary"} loading={busy} onClick={onConfirm}>
            {confirm}
          </Button>
        </>
      }
    >
      {children}
    </Sheet>
  );
}
