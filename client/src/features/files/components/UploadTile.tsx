import { ArrowDown, ArrowUp, Camera, FileText, RotateCw, X } from "lucide-react";
import { useState } from "react";
import { useConnection } from "../../../lib/connection.ts";
import { useTexts } from "../../../lib/i18n/define.ts";
import { useErrorText } from "../../../lib/i18n/errors.ts";
import { pageFlawTexts } from "../../../lib/i18n/page-flaws.ts";
import { IconButton } from "../../../ui/shared/Button.tsx";
import { StatusTag } from "../../../ui/shared/Tag.tsx";
import { ImageViewer } from "../../../ui/shared/viewer/ImageViewer.tsx";
import { filesTexts } from "../files.texts.ts";
import type { UploadItem, UploadState } from "../uploads/upload-item.ts";
import styles from "./UploadTile.module.css";

const tones: Record<UploadState, "active" | "attention" | "danger" | "done"> = {
  queued: "active",
  uploading: "active",
  waiting: "attention",
  processing: "active",
  ready: "done",
  refused: "danger",
  failed: "danger",
};

interface UploadTileProps {
  item: UploadItem;
  onRemove: () => void;
  onRetry: () => void;
  onRetake: (file: File) => void;
  /** Undefined at either end of the list. */
  onEarlier: (() => void) | undefined;
  onLater: (() => void) | undefined;
  /** The link to the small picture ran out. */
  onStale: () => void;
}

/** One file: its picture, which opens, its state in words, and what can be done about it. */
export function UploadTile(props: UploadTileProps) {
  const { item, onRemove, onRetry, onStale } = props;
  const texts = useTexts(filesTexts);
  const errorText = useErrorText();
  const percent = Math.floor((item.sent / Math.max(1, item.bytes)) * 100);
  const refused = item.state === "refused" || item.state === "failed";
  // The phone knows at once that it is offline; the upload notices only after its retries.
  const state = !useConnection().online && item.state === "uploading" ? "waiting" : item.state;
  const said = state === "uploading" ? texts.states.uploading(percent) : texts.states[state];
  return (
    <li className={styles.tile} data-state={item.state}>
      <div className={styles.picture}>
        <TileLook item={item} onStale={onStale} />
        {item.state === "uploading" && <progress className={styles.bar} max={100} value={percent} aria-hidden />}
      </div>
      <div className={styles.words}>
        <p className="one-line small">{item.name}</p>
        <p>
          <StatusTag tone={tones[state]}>
            <span className="num">{said}</span>
          </StatusTag>
        </p>
        {item.flaws.length > 0 && <Flaws item={item} />}
        {refused && item.reason && <p className={styles.reason}>{errorText({ code: item.reason })}</p>}
        <TileActs {...props} />
      </div>
      {refused && mayRetry(item) && (
        <IconButton label={texts.retry(item.name)} icon={<RotateCw aria-hidden size={22} />} onClick={onRetry} />
      )}
      <IconButton label={texts.remove(item.name)} icon={<X aria-hidden size={22} />} onClick={onRemove} />
    </li>
  );
}

/** Its place among the others, and another picture of the same page. */
function TileActs({ item, onRetake, onEarlier, onLater }: UploadTileProps) {
  const texts = useTexts(filesTexts);
  const isPhoto = item.preview !== null || item.thumb !== null;
  if (!isPhoto && !onEarlier && !onLater) return null;
  return (
    <div className={styles.acts}>
      {isPhoto && item.pages <= 1 && (
        <label className={styles.retake}>
          <Camera aria-hidden size={18} />
          <span aria-hidden>{texts.retake}</span>
          <input
            type="file"
            accept="image/*"
            capture="environment"
            className="visually-hidden"
            aria-label={texts.retakeOf(item.name)}
            onChange={({ target }) => {
              const [file] = target.files ?? [];
              target.value = "";
              if (file) onRetake(file);
            }}
          />
        </label>
      )}
      {(onEarlier ?? onLater) && (
        <span className="row">
          <IconButton
            label={texts.earlier(item.name)}
            icon={<ArrowUp aria-hidden size={20} />}
            aria-disabled={!onEarlier}
            onClick={() => onEarlier?.()}
          />
          <IconButton
            label={texts.later(item.name)}
            icon={<ArrowDown aria-hidden size={20} />}
            aria-disabled={!onLater}
            onClick={() => onLater?.()}
          />
        </span>
      )}
    </div>
  );
}

/** What the reader saw, page by page where there are several: whoever took the picture knows whether it matters. */
function Flaws({ item }: { item: UploadItem }) {
  const texts = useTexts(filesTexts);
  const words = useTexts(pageFlawTexts);
  return (
    <div className={styles.flaws}>
      {item.flaws.map(({ page, flaw }) => (
        <p key={page}>{item.pages === 1 ? words[flaw] : texts.flawOf(page, words[flaw])}</p>
      ))}
      <p>{texts.flawed}</p>
    </div>
  );
}

/** A file the server could not read will fail again; only a timeout is worth a retry. */
const mayRetry = (item: UploadItem) => item.state === "failed" || item.reason === "file_timeout";

/** Opens the pages as large as the screen: the server's once they are there, else the phone's own picture. */
function TileLook({ item, onStale }: Pick<UploadTileProps, "item" | "onStale">) {
  const texts = useTexts(filesTexts);
  const [open, setOpen] = useState<number>();
  const sources = item.displays.length > 0 ? item.displays : item.preview === null ? [] : [item.preview];
  const picture = <TilePicture item={item} onStale={onStale} />;
  if (sources.length === 0) return picture;
  return (
    <>
      <button type="button" className={styles.look} aria-label={texts.open(item.name)} onClick={() => setOpen(0)}>
        {picture}
      </button>
      <ImageViewer
        images={sources.map((src, index) => ({
          id: `${item.key}/${index}`,
          src,
          alt: texts.page(item.name, index + 1),
        }))}
        index={open}
        onIndexChange={setOpen}
        onClose={() => setOpen(undefined)}
      />
    </>
  );
}

/** The server's picture, else the phone's own, which is not shown where the browser cannot draw it (HEIC). */
function TilePicture({ item, onStale }: { item: UploadItem; onStale: () => void }) {
  const [broken, setBroken] = useState<string>();
  const source = [item.thumb, item.preview].find((candidate) => candidate !== null && candidate !== broken);
  if (source === undefined || source === null) return <FileText aria-hidden size={30} />;
  return (
    <img
      src={source}
      alt=""
      onError={() => {
        setBroken(source);
        if (source === item.thumb) onStale();
      }}
    />
  );
}
