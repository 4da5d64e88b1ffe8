import { FileText, RotateCw, X } from "lucide-react";
import { useState } from "react";
import { useConnection } from "../../../lib/connection.ts";
import { useTexts } from "../../../lib/i18n/define.ts";
import { useErrorText } from "../../../lib/i18n/errors.ts";
import { pageFlawTexts } from "../../../lib/i18n/page-flaws.ts";
import { IconButton } from "../../../ui/shared/Button.tsx";
import { StatusTag } from "../../../ui/shared/Tag.tsx";
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
  /** The link to the small picture ran out. */
  onStale: () => void;
}

/** One file: its picture, its state in words, and what can be done about it. */
export function UploadTile({ item, onRemove, onRetry, onStale }: UploadTileProps) {
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
        <TilePicture item={item} onStale={onStale} />
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
      </div>
      {refused && mayRetry(item) && (
        <IconButton label={texts.retry(item.name)} icon={<RotateCw aria-hidden size={22} />} onClick={onRetry} />
      )}
      <IconButton label={texts.remove(item.name)} icon={<X aria-hidden size={22} />} onClick={onRemove} />
    </li>
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
