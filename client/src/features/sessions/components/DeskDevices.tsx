import { Button, Tag } from "antd";
import { Monitor } from "lucide-react";
import { useTexts } from "../../../lib/i18n/define.ts";
import { DeskError, DeskSkeleton } from "../../../ui/desk/DeskStates.tsx";
import { useAskFirst } from "../../../ui/desk/use-ask-first.ts";
import { useDeskSend } from "../../../ui/desk/use-desk-send.ts";
import { endDevice, endOtherDevices } from "../api/end-device.ts";
import { deviceTexts } from "../devices.texts.ts";
import { useDevices, useDeviceWords } from "../hooks/use-devices.ts";
import styles from "../../../ui/desk/Security.module.css";
import { toast } from "../../../ui/shared/toast.ts";

/** Where one is signed in, on the desk. */
export function DeskDevices() {
  const texts = useTexts(deviceTexts);
  const askFirst = useAskFirst();
  const words = useDeviceWords();
  const { query, devices, askAgain } = useDevices();
  const done = (text: string) => () => {
    askAgain();
    toast(text, "done");
  };
  const ending = useDeskSend(endDevice, done(texts.ended));
  const endingOthers = useDeskSend(endOtherDevices, done(texts.endedOthers));
  if (query.isLoadingError) return <DeskError error={query.error} onRetry={() => void query.refetch()} />;
  if (!devices) return <DeskSkeleton rows={2} />;
  const askEndOthers = () =>
    askFirst({
      title: texts.endOthersAsk,
      content: texts.endOthersWhat,
      okText: texts.endOthers,
      cancelText: texts.keep,
      onOk: () => endingOthers.mutate(undefined),
    });
  return (
    <section className="stack">
      <div className="row-between">
        <h2>{texts.title}</h2>
        {devices.length > 1 && (
          <Button danger loading={endingOthers.isPending} onClick={askEndOthers}>
            {texts.endOthers}
          </Button>
        )}
      </div>
      <p className="quiet">{devices.length > 1 ? texts.lead : texts.alone}</p>
      <ul aria-label={texts.title} className={styles.list}>
        {devices.map((device) => {
          const { name, details } = words(device);
          return (
            <li key={device.id}>
              <Monitor aria-hidden size={22} strokeWidth={1.8} />
              <div className={styles.words}>
                <p>
                  {name} {device.current && <Tag color="success">{texts.current}</Tag>}
                </p>
                <p className="quiet small num">{details.join(" · ")}</p>
              </div>
              {!device.current && (
                <Button
                  type="text"
                  danger
                  loading={ending.isPending && ending.variables.sessionId === device.id}
                  onClick={() => ending.mutate({ sessionId: device.id })}
                >
                  {texts.end}
                </Button>
              )}
            </li>
          );
        })}
      </ul>
    </section>
  );
}
