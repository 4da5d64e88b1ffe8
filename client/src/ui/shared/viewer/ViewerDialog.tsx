import { ChevronLeft, ChevronRight, RotateCw, Scan, X, ZoomIn, ZoomOut, type LucideIcon } from "lucide-react";
import { useEffect, useRef, useState, type KeyboardEvent } from "react";
import { TransformComponent, TransformWrapper, type ReactZoomPanPinchRef } from "react-zoom-pan-pinch";
import { commonTexts } from "../../../lib/i18n/common.ts";
import { viewerTexts } from "./viewer.texts.ts";
import { useTexts } from "../../../lib/i18n/define.ts";
import { turnedOnce, turnPage, usePageTurns } from "../../../lib/page-turns.ts";
import type { ViewerImage } from "./viewer-image.ts";
import styles from "./ViewerDialog.module.css";

type Tool = "zoomOut" | "zoomIn" | "rotate" | "reset";
const tools: readonly { tool: Tool; Icon: LucideIcon }[] = [
  { tool: "zoomOut", Icon: ZoomOut },
  { tool: "zoomIn", Icon: ZoomIn },
  { tool: "rotate", Icon: RotateCw },
  { tool: "reset", Icon: Scan },
];
const toolKeys: Record<string, Tool> = {
  "+": "zoomIn",
  "=": "zoomIn",
  "-": "zoomOut",
  "0": "reset",
  r: "rotate",
  R: "rotate",
};

interface ViewerDialogProps {
  images: readonly ViewerImage[];
  image: ViewerImage;
  index: number;
  onIndexChange: (index: number) => void;
  onClose: () => void;
}

export function ViewerDialog({ images, image, index, onIndexChange, onClose }: ViewerDialogProps) {
  const texts = useTexts(viewerTexts);
  const close = useTexts(commonTexts).close;
  const dialog = useRef<HTMLDialogElement>(null);
  const zoom = useRef<ReactZoomPanPinchRef>(null);
  const stage = useRef<HTMLDivElement>(null);
  const quarterTurns = usePageTurns(image.id);
  const [broken, setBroken] = useState<string>();

  useEffect(() => {
    const element = dialog.current;
    if (!element) return undefined;
    const before = document.activeElement;
    if (!element.open) element.showModal();
    return () => {
      element.close();
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);

  // What is between header and footer, in px: container units are too young (vite/floor.ts).
  useEffect(() => {
    const room = stage.current;
    if (!room) return undefined;
    const measure = () => {
      room.style.setProperty("--wide", `${room.clientWidth}px`);
      room.style.setProperty("--high", `${room.clientHeight}px`);
    };
    const watch = new ResizeObserver(measure);
    watch.observe(room);
    return () => watch.disconnect();
  }, []);

  const apply = (tool: Tool) => {
    if (tool === "zoomIn") void zoom.current?.zoomIn();
    else if (tool === "zoomOut") void zoom.current?.zoomOut();
    else {
      turnPage(image.id, tool === "rotate" ? turnedOnce(quarterTurns) : 0);
      void zoom.current?.resetTransform(tool === "rotate" ? 0 : undefined);
    }
  };
  const show = (next: number) => {
    if (next < 0 || next >= images.length) return;
    void zoom.current?.resetTransform(0);
    onIndexChange(next);
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const tool = toolKeys[event.key];
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (tool === undefined && step === undefined) return;
    event.preventDefault();
    // Otherwise the page behind would treat R or an arrow as its own shortcut.
    event.stopPropagation();
    if (tool !== undefined) apply(tool);
    if (step !== undefined) show(index + step);
  };

  return (
    <dialog
      ref={dialog}
      className={styles.viewer}
      aria-label={texts.title}
      onKeyDown={onKeyDown}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
    >
      <header className={styles.top}>
        <p className="grow one-line" aria-live="polite">
          {image.alt}
          {images.length > 1 && (
            <>
              <span aria-hidden className="num">
                {` ${index + 1}/${images.length}`}
              </span>
              <span className="visually-hidden">{texts.position(index + 1, images.length)}</span>
            </>
          )}
        </p>
        <button type="button" className={styles.tool} aria-label={close} title={close} onClick={onClose}>
          <X aria-hidden size={24} />
        </button>
      </header>
      <div ref={stage} className={styles.stage}>
        {broken === image.src ? (
          <p role="alert">{texts.broken}</p>
        ) : (
          <TransformWrapper ref={zoom} minScale={1} maxScale={8} doubleClick={{ mode: "toggle" }} centerOnInit>
            <TransformComponent wrapperClass={styles.canvas} contentClass={styles.canvas}>
              <img
                key={image.src}
                src={image.src}
                alt={image.alt}
                className={styles.image}
                data-turns={quarterTurns}
                draggable={false}
                onError={() => setBroken(image.src)}
              />
            </TransformComponent>
          </TransformWrapper>
        )}
      </div>
      <footer className={styles.bottom}>
        {images.length > 1 && (
          <button
            type="button"
            className={styles.tool}
            aria-label={texts.previous}
            disabled={index === 0}
            onClick={() => show(index - 1)}
          >
            <ChevronLeft aria-hidden size={24} />
          </button>
        )}
        {tools.map(({ tool, Icon }) => (
          <button
            key={tool}
            type="button"
            className={styles.tool}
            aria-label={texts[tool]}
            title={texts[tool]}
            onClick={() => apply(tool)}
          >
            <Icon aria-hidden size={24} />
          </button>
        ))}
        {images.length > 1 && (
          <button
            type="button"
            className={styles.tool}
            aria-label={texts.next}
            disabled={index === images.length - 1}
            onClick={() => show(index + 1)}
          >
            <ChevronRight aria-hidden size={24} />
          </button>
        )}
      </footer>
    </dialog>
  );
}
