import { useEffect, useState } from "react";
import { useTexts } from "../../../lib/i18n/define.ts";
import { ButtonLink } from "../../../ui/shared/Button.tsx";
import { checkTexts } from "./check.texts.ts";
import { forgetCheck, leftToCheck } from "./last-check.ts";

/** The way to the device check while something of it is left to try today; a device that comes or goes is asked about again. */
export function CheckOffer({ appointmentId }: { appointmentId: string }) {
  const texts = useTexts(checkTexts);
  const [left, setLeft] = useState(leftToCheck);
  useEffect(() => {
    const devices = navigator.mediaDevices as MediaDevices | undefined;
    const changed = () => {
      for (const part of ["camera", "microphone", "speaker"] as const) forgetCheck(part);
      setLeft(leftToCheck());
    };
    devices?.addEventListener("devicechange", changed);
    return () => devices?.removeEventListener("devicechange", changed);
  }, []);
  if (left.length === 0) return null;
  return (
    <ButtonLink kind="secondary" block to={`/appointments/${appointmentId}?check=1`}>
      {texts.offer}
    </ButtonLink>
  );
}
