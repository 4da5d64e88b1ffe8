import { Button } from "antd";
import { Component, type ReactNode } from "react";
import { commonTexts } from "../../lib/i18n/common.ts";
import { useTexts } from "../../lib/i18n/define.ts";
import { deskTexts } from "./desk.texts.ts";
import { DeskEmpty } from "./DeskStates.tsx";

interface PaneBoundaryProps {
  /** For a small part, as in the header: the way to try again without the sentence. */
  compact?: boolean;
  children: ReactNode;
}

/**
 * Error boundary around each independent part of the desk: after a crash it shows a sentence and a retry in place of
 * that part and leaves the others alone. The crash is reported by the root (app/watch-crashes.ts).
 */
export class PaneBoundary extends Component<PaneBoundaryProps, { broken: boolean }> {
  override state = { broken: false };

  static getDerivedStateFromError() {
    return { broken: true };
  }

  override render() {
    if (!this.state.broken) return this.props.children;
    return <BrokenPart compact={this.props.compact === true} onRetry={() => this.setState({ broken: false })} />;
  }
}

function BrokenPart({ compact, onRetry }: { compact: boolean; onRetry: () => void }) {
  const texts = useTexts(commonTexts);
  const desk = useTexts(deskTexts);
  const retry = <Button onClick={onRetry}>{texts.retry}</Button>;
  if (compact) return retry;
  return (
    <div role="alert">
      <DeskEmpty action={retry}>{desk.brokenPart}</DeskEmpty>
    </div>
  );
}
