import { Button } from "antd";
import type { ReactNode } from "react";
import { commonTexts } from "../../lib/i18n/common.ts";
import { useTexts } from "../../lib/i18n/define.ts";
import { useErrorText } from "../../lib/i18n/errors.ts";
import { Loading, Skeleton } from "../shared/States.tsx";
import styles from "./DeskStates.module.css";

/** One sentence, one action. */
export function DeskEmpty({ children, action }: { children: ReactNode; action?: ReactNode }) {
  return (
    <div className={styles.state}>
      <p>{children}</p>
      {action}
    </div>
  );
}

/** The same where the one thing to do is to begin. */
export const DeskBegin = ({
  children,
  label,
  onBegin,
}: {
  children: ReactNode;
  label: string;
  onBegin: () => void;
}) => (
  <DeskEmpty
    action={
      <Button type="primary" onClick={onBegin}>
        {label}
      </Button>
    }
  >
    {children}
  </DeskEmpty>
);

export function DeskError({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const texts = useTexts(commonTexts);
  const errorText = useErrorText();
  return (
    <div className={styles.state} role="alert">
      <p>{errorText(error)}</p>
      {onRetry && <Button onClick={onRetry}>{texts.retry}</Button>}
    </div>
  );
}

/** The shape of a table or list that is coming. */
export function DeskSkeleton({ rows = 6 }: { rows?: number }) {
  return (
    <Loading>
      {Array.from({ length: rows }, (_, index) => (
        <div key={index} className={styles.row}>
          <Skeleton shape="title" />
          <Skeleton />
          <Skeleton shape="short" />
        </div>
      ))}
    </Loading>
  );
}
