import { useState } from "react";
import { useTexts } from "../../../lib/i18n/define.ts";
import { useErrorText } from "../../../lib/i18n/errors.ts";
import { useSend } from "../../../lib/use-send.ts";
import { Button } from "../../../ui/shared/Button.tsx";
import { Card } from "../../../ui/shared/Card.tsx";
import { ConfirmSheet } from "../../../ui/mobile/ConfirmSheet.tsx";
import { ErrorState, ListSkeleton } from "../../../ui/shared/States.tsx";
import { StatusTag } from "../../../ui/shared/Tag.tsx";
import { toast } from "../../../ui/shared/toast.ts";
import { endDevice, endOtherDevices } from "../api/end-device.ts";
import { deviceTexts } from "../devices.texts.ts";
import { useDevices, useDeviceWords } from "../hooks/use-devices.ts";
import styles from "./DeviceList.module.css";

/** Where one is signed in, on the phone. */
export function DeviceList() {
  const texts = useTexts(deviceTexts);
  const errorText = useErrorText();
  const words = useDeviceWords();
  const { query, devices, askAgain } = useDevices();
  const [asking, setAsking] = useState(false);
  const done = (text: string) => () => {
    setAsking(false);
    askAgain();
    toast(text, "done");
  };
  const ending = useSend(endDevice, done(texts.ended));
  const endingOthers = useSend(endOtherDevices, done(texts.endedOthers));
  const failed = ending.error ?? endingOthers.error;
  if (query.isLoadingError) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  if (!devices) return <ListSkeleton rows={2} />;
  return (
    <>
      <p>{devices.length > 1 ? texts.lead : texts.alone}</p>
      {failed !== null && failed !== undefined && <p role="alert">{errorText(failed)}</p>}
      <ul aria-label={texts.title} className={styles.devices}>
        {devices.map((device) => {
          const { name, details } = words(device);
          return (
            <li key={device.id}>
              <Card>
                <div className="row-between">
                  <strong>{name}</strong>
                  {device.current && <StatusTag tone="done">{texts.current}</StatusTag>}
                </div>
                {details.map((detail) => (
                  <p key={detail} className="quiet num">
                    {detail}
                  </p>
                ))}
                {!device.current && (
                  <Button block loading={ending.form.busy} onClick={() => ending.send({ sessionId: device.id })}>
                    {texts.end}
                  </Button>
                )}
              </Card>
            </li>
          );
        })}
      </ul>
      {devices.length > 1 && (
        <Button block kind="danger" onClick={() => setAsking(true)}>
          {texts.endOthers}
        </Button>
      )}
      <ConfirmSheet
        open={asking}
        title={texts.endOthersAsk}
        confirm={texts.endOthers}
        decline={texts.keep}
        busy={endingOthers.form.busy}
        onConfirm={() => endingOthers.send(undefined)}
        onClose={() => setAsking(false)}
      >
        {texts.endOthersWhat}
      </ConfirmSheet>
    </>
  );
}
