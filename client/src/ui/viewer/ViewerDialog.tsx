import { ChevronLeft, ChevronRight, RotateCw, Scan, X, ZoomIn, ZoomOut } from "lucide-react";
import { useEffect, useRef, useState, type KeyboardEvent } from "react";
import { TransformComponent, TransformWrapper, type ReactZoomPanPinchRef } from "react-zoom-pan-pinch";
import { commonTexts } from "../../lib/i18n/common.ts";
import { useTexts } from "../../lib/i18n/define.ts";
import type { ViewerImage } from "./ImageViewer.tsx";
import styles from "./ViewerDialog.module.css";

interface ViewerDialogProps {
  images: readonly ViewerImage[];
  image: ViewerImage;
  index: number;
  onIndexChange: (index: number) => void;
  onClose: () => void;
}

export function ViewerDialog({ images, image, index, onIndexChange, onClose }: ViewerDialogProps) {
  const texts = useTexts(commonTexts).viewer;
  const close = useTexts(commonTexts).close;
  const dialog = useRef<HTMLDialogElement>(null);
  const zoom = useRef<ReactZoomPanPinchRef>(null);
  const [quarterTurns, setQuarterTurns] = useState(0);
  const [broken, setBroken] = useState<string>();

  useEffect(() => {
    const element = dialog.current;
    if (!element) return;
    const before = document.activeElement;
    if (!element.open) element.showModal();
    return () => {
      element.close();
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);

  const turn = () => {
    setQuarterTurns((turns) => (turns + 1) % 4);
    void zoom.current?.resetTransform(0);
  };
  const reset = () => {
    setQuarterTurns(0);
    void zoom.current?.resetTransform();
  };
  const show = (next: number) => {
    if (next < 0 || next >= images.length) return;
    setQuarterTurns(0);
    void zoom.current?.resetTransform(0);
    onIndexChange(next);
  };

  const onKeyDown = (event: KeyboardEvent) => {
    const act = {
      "+": () => void zoom.current?.zoomIn(),
      "=": () => void zoom.current?.zoomIn(),
      "-": () => void zoom.current?.zoomOut(),
      "0": reset,
      r: turn,
      R: turn,
      ArrowLeft: () => show(index - 1),
      ArrowRight: () => show(index + 1),
    }[event.key];
    if (!act || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    // Else the page behind would take R or an arrow for its own shortcut.
    event.stopPropagation();
    act();
  };

  const tools = [
    { label: texts.zoomOut, Icon: ZoomOut, act: () => void zoom.current?.zoomOut() },
    { label: texts.zoomIn, Icon: ZoomIn, act: () => void zoom.current?.zoomIn() },
    { label: texts.rotate, Icon: RotateCw, act: turn },
    { label: texts.reset, Icon: Scan, act: reset },
  ];

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
      <div className={styles.stage}>
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
        {tools.map(({ label, Icon, act }) => (
          <button key={label} type="button" className={styles.tool} aria-label={label} title={label} onClick={act}>
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
