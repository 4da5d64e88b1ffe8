import { useEffect, useRef, type ReactNode } from "react";
import { Group, Panel, Separator, useDefaultLayout, usePanelRef, type LayoutStorage } from "react-resizable-panels";
import { useTexts } from "../../lib/i18n/define.ts";
import { cx } from "../shared/cx.ts";
import { deskTexts } from "./desk.texts.ts";
import styles from "./Pane.module.css";
import { PaneBoundary } from "./PaneBoundary.tsx";

// Storage may be refused; the panes then have their default widths each time.
const storage: LayoutStorage = {
  getItem(key) {
    try {
      return localStorage.getItem(key);
    } catch {
      return null;
    }
  },
  setItem(key, value) {
    try {
      localStorage.setItem(key, value);
    } catch {
      // Not remembered.
    }
  },
};

interface PaneGroupProps {
  /** Under this name the widths are remembered on this device. */
  id: string;
  direction?: "horizontal" | "vertical";
  /** Pane, PaneHandle, Pane … */
  children: ReactNode;
}

export function PaneGroup({ id, direction = "horizontal", children }: PaneGroupProps) {
  const { defaultLayout, onLayoutChanged } = useDefaultLayout({
    id: `fuzhen.panes.${id}`,
    storage,
    onlySaveAfterUserInteractions: true,
  });
  return (
    <Group
      orientation={direction}
      className={styles.group}
      {...(defaultLayout && { defaultLayout })}
      onLayoutChanged={onLayoutChanged}
    >
      {children}
    </Group>
  );
}

interface PaneProps {
  id: string;
  /** What it holds, read aloud as a region. */
  label: string;
  /** "30" is percent, "320px" pixels; so too the others. */
  defaultSize?: string;
  minSize?: string;
  maxSize?: string;
  /** Without inner margin: for a list or a picture that runs to the edges. */
  flush?: boolean;
  /** At least this many percent while it is given; afterwards the size of before. */
  growTo?: number | undefined;
  children: ReactNode;
}

/** One resizable part of a workbench; its content scrolls by itself. */
export function Pane({
  id,
  label,
  defaultSize,
  minSize = "220px",
  maxSize,
  flush = false,
  growTo,
  children,
}: PaneProps) {
  const panel = usePanelRef();
  // Restores the size when `growTo` is removed. Not done as an effect's clean-up, which also runs when the whole group
  // unmounts, where a panel without its group throws.
  const before = useRef<number>(undefined);
  useEffect(() => {
    if (growTo === undefined) {
      if (before.current !== undefined) panel.current?.resize(`${before.current}%`);
      before.current = undefined;
      return;
    }
    const now = panel.current?.getSize().asPercentage;
    if (now === undefined || now >= growTo) return;
    before.current ??= now;
    panel.current?.resize(`${growTo}%`);
  }, [growTo, panel]);
  return (
    <Panel id={id} panelRef={panel} defaultSize={defaultSize} minSize={minSize} maxSize={maxSize}>
      <section aria-label={label} className={cx(styles.pane, !flush && styles.padded)}>
        <PaneBoundary>{children}</PaneBoundary>
      </section>
    </Panel>
  );
}

export function PaneHandle() {
  const texts = useTexts(deskTexts);
  return <Separator className={styles.handle} aria-label={texts.resize} />;
}
