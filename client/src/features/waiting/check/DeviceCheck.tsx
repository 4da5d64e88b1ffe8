import { useEffect, useRef, useState, type ReactNode } from "react";
import { useTexts } from "../../../lib/i18n/define.ts";
import { Button } from "../../../ui/shared/Button.tsx";
import { Card, Notice } from "../../../ui/shared/Card.tsx";
import { StatusTag } from "../../../ui/shared/Tag.tsx";
import { checkTexts } from "./check.texts.ts";
import styles from "./DeviceCheck.module.css";
import { checkParts } from "./last-check.ts";
import { helperFor } from "./media-fault.ts";
import { playTone } from "./microphone-level.ts";
import { useDeviceCheck, type PartState } from "./use-device-check.ts";

const tones = { untried: "active", running: "active", works: "done", fails: "attention" } as const satisfies Record<
  PartState,
  string
>;

/** Camera with its picture, microphone with its level, speaker and line, each with a plain verdict. `done`: the way on. */
export function DeviceCheck({ done }: { done: ReactNode }) {
  const texts = useTexts(checkTexts);
  const check = useDeviceCheck();
  const [begun, setBegun] = useState(false);
  const { states, faults } = check;
  const all = checkParts.every((part) => states[part] === "works");
  const words = {
    camera: <Fault fault={faults.camera} />,
    microphone: <Fault fault={faults.microphone} />,
    speaker: states.speaker === "fails" && <p>{texts.louder}</p>,
    line: check.line && <p>{texts.line[check.line]}</p>,
  };
  return (
    <div className="stack">
      <p className="quiet">{texts.lead}</p>
      <ul className={styles.parts}>
        {checkParts.map((part) => (
          <li key={part}>
            <Card>
              <div className={styles.head}>
                <h2>{texts.parts[part]}</h2>
                <StatusTag tone={tones[states[part]]}>{texts.states[states[part]]}</StatusTag>
              </div>
              {part === "camera" && check.picture && (
                <Preview stream={check.picture} onSeen={() => check.set("camera", "works")} />
              )}
              {part === "microphone" && begun && states.microphone !== "untried" && !faults.microphone && (
                <>
                  <meter className={styles.level} aria-label={texts.level} max={1} value={check.level} />
                  {states.microphone === "running" && <p>{texts.speak}</p>}
                </>
              )}
              {part === "speaker" && begun && states.speaker !== "works" && (
                <div className={styles.acts}>
                  <Button onClick={playTone}>{texts.play}</Button>
                  <Button onClick={() => check.set("speaker", "works")}>{texts.heard}</Button>
                  <Button onClick={() => check.set("speaker", "fails")}>{texts.notHeard}</Button>
                </div>
              )}
              <div aria-live="polite">{words[part]}</div>
            </Card>
          </li>
        ))}
      </ul>
      {all ? (
        <>
          <Notice tone="done">{texts.allWork}</Notice>
          {done}
        </>
      ) : (
        <>
          <Button
            kind="primary"
            block
            onClick={() => {
              setBegun(true);
              check.begin();
            }}
          >
            {begun ? texts.again : texts.begin}
          </Button>
          {begun && done}
        </>
      )}
    </div>
  );
}

function Fault({ fault }: { fault: keyof (typeof checkTexts)["zh"]["faults"] | "silent" | undefined }) {
  const texts = useTexts(checkTexts);
  if (!fault) return null;
  if (fault === "silent") return <p>{texts.silent}</p>;
  return (
    <>
      <p>{texts.faults[fault]}</p>
      {fault === "denied" && <p>{texts.help[helperFor(navigator.userAgent)]}</p>}
    </>
  );
}

/** What the camera sees; seen once the first picture has come. */
function Preview({ stream, onSeen }: { stream: MediaStream; onSeen: () => void }) {
  const texts = useTexts(checkTexts);
  const video = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    if (video.current) video.current.srcObject = stream;
  }, [stream]);
  return (
    // oxlint-disable-next-line jsx-a11y/media-has-caption -- the patient's own picture, without sound
    <video
      ref={video}
      className={styles.preview}
      aria-label={texts.preview}
      muted
      playsInline
      autoPlay
      onLoadedData={onSeen}
    />
  );
}
