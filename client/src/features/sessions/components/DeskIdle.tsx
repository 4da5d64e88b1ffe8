import { Button, Modal } from "antd";
import { useEffect, useRef, useState } from "react";
import { useTexts } from "../../../lib/i18n/define.ts";
import { idleDeadline } from "../../../lib/idle-deadline.ts";
import { serverNow } from "../../../lib/server-clock.ts";
import { expireSession } from "../../../lib/session.tsx";
import { useNow } from "../../../lib/use-now.ts";
import { topLayer, TOP_Z } from "../../../ui/desk/top-layer.ts";
import { useDeskSend } from "../../../ui/desk/use-desk-send.ts";
import { tellActive } from "../api/tell-active.ts";
import { watchIdle, type IdleWatch } from "../idle-watch.ts";
import { idleTexts } from "../idle.texts.ts";

/** Mounted once in the desk's frame. Draws nothing before the last minute. */
export function DeskIdle({ onSignOut }: { onSignOut: () => void }) {
  const texts = useTexts(idleTexts);
  const watch = useRef<IdleWatch>(null);
  const stay = useRef<HTMLButtonElement>(null);
  const [warned, setWarned] = useState(false);
  useEffect(() => {
    const made = watchIdle({ tell: tellActive, onWarn: setWarned, onOver: () => expireSession("idle") });
    watch.current = made;
    return made.stop;
  }, []);
  const staying = useDeskSend(
    async () => watch.current?.stay(),
    () => undefined,
  );
  if (!warned) return null;
  return (
    <Modal
      open
      zIndex={TOP_Z + 1}
      getContainer={topLayer}
      title={texts.title}
      closable={false}
      keyboard={false}
      mask={{ closable: false }}
      afterOpenChange={() => stay.current?.focus()}
      footer={
        <>
          <Button onClick={onSignOut}>{texts.leave}</Button>
          <Button ref={stay} type="primary" loading={staying.isPending} onClick={() => staying.mutate(undefined)}>
            {texts.stay}
          </Button>
        </>
      }
    >
      <SecondsLeft />
      <p>{texts.kept}</p>
    </Modal>
  );
}

function SecondsLeft() {
  const texts = useTexts(idleTexts);
  useNow(1000);
  const left = Math.ceil(((idleDeadline() ?? 0) - serverNow()) / 1000);
  return <p className="num">{texts.left(Math.max(0, left))}</p>;
}
