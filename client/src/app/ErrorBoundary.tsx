import { Component, type ReactNode } from "react";
import { commonTexts } from "../lib/i18n/common.ts";
import { useTexts } from "../lib/i18n/define.ts";
import { Button } from "../ui/shared/Button.tsx";
import styles from "./FullPage.module.css";

function BrokenPage() {
  const texts = useTexts(commonTexts).broken;
  return (
    <main data-face="phone" className={styles.page} role="alert">
      <h1>{texts.title}</h1>
      <p>{texts.hint}</p>
      <Button kind="primary" onClick={() => location.reload()}>
        {texts.reload}
      </Button>
    </main>
  );
}

/** The outermost error boundary: shows a page that says so and offers a way on. */
export class ErrorBoundary extends Component<{ children: ReactNode }, { broken: boolean }> {
  override state = { broken: false };

  static getDerivedStateFromError() {
    return { broken: true };
  }

  override render() {
    return this.state.broken ? <BrokenPage /> : this.props.children;
  }
}
