import { useTexts } from "../../../lib/i18n/define.ts";
import { Notice } from "../../../ui/shared/Card.tsx";
import { Section } from "../../../ui/shared/Section.tsx";
import { ProgressBar } from "../../../ui/mobile/ProgressBar.tsx";
import { filesTexts } from "../files.texts.ts";
import { isDelivered } from "../uploads/upload-item.ts";
import type { QueueSnapshot } from "../uploads/upload-queue.ts";
import { uploads } from "../uploads/uploads.ts";
import { FilePicker } from "./FilePicker.tsx";
import { UploadTile } from "./UploadTile.tsx";
import styles from "./UploadTile.module.css";

interface UploadTilesProps {
  patientId: string;
  snapshot: QueueSnapshot;
}

/** Photos and files of one report: picking, the state of each, and all of it in real numbers. */
export function UploadTiles({ patientId, snapshot }: UploadTilesProps) {
  const texts = useTexts(filesTexts);
  const { items, refused, durable } = snapshot;
  return (
    <Section title={texts.title}>
      <FilePicker onPick={(files) => void uploads.pick(files, patientId)} />
      {items.length === 0 && (
        <p className="small quiet">
          {texts.tip} <span className="secondary">{texts.hint}</span>
        </p>
      )}
      {refused.length > 0 && (
        <Notice tone="attention">
          {texts.notTaken(refused.length)}
          <ul className={styles.faults}>
            {refused.map(({ name, fault }, index) => (
              <li key={`${index}/${name}`}>
                {name} {texts.faults[fault]}
              </li>
            ))}
          </ul>
        </Notice>
      )}
      {items.length > 0 && (
        <>
          <ul className={styles.list} aria-label={texts.list}>
            {items.map((item, index) => (
              <UploadTile
                key={item.key}
                item={item}
                onRemove={() => void uploads.remove(item.key)}
                onRetry={() => void uploads.retry(item.key)}
                onRetake={(file) => void uploads.retake(item.key, file)}
                onEarlier={index > 0 ? () => void uploads.move(item.key, -1) : undefined}
                onLater={index < items.length - 1 ? () => void uploads.move(item.key, 1) : undefined}
                onStale={() => item.fileId !== null && void uploads.refresh(item.fileId)}
              />
            ))}
          </ul>
          <Total snapshot={snapshot} />
          <p className="small quiet">{durable ? texts.leave : texts.stay}</p>
        </>
      )}
    </Section>
  );
}

const megabytes = (bytes: number) => (bytes / 1_000_000).toFixed(1);

function Total({ snapshot: { items } }: { snapshot: QueueSnapshot }) {
  const texts = useTexts(filesTexts);
  const done = items.filter(isDelivered).length;
  const all = items.reduce((sum, item) => sum + item.bytes, 0);
  const sent = items.reduce((sum, item) => sum + Math.min(item.sent, item.bytes), 0);
  const detail = texts.totalDetail(done, items.length, `${megabytes(sent)} / ${megabytes(all)} MB`);
  return (
    <>
      <ProgressBar label={texts.total} value={sent / Math.max(1, all)} detail={detail} />
      {/* Read aloud when a file arrives, not at each percent. */}
      <p className="visually-hidden" aria-live="polite">
        {`${texts.states.ready} ${done} / ${items.length}`}
      </p>
    </>
  );
}
