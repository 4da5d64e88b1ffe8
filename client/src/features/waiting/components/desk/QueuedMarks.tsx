import type { Appointment } from "@fuzhen/shared/appointments/appointment.schema.ts";
import { useTexts } from "../../../../lib/i18n/define.ts";
import { Tag } from "../../../../ui/shared/Tag.tsx";
import { queueTexts } from "../../queue.texts.ts";

/** Of somebody who waits: what may be urgent, that they are away, and from which device and line they will talk. */
export function QueuedMarks({ appointment: { queued } }: { appointment: Appointment }) {
  const texts = useTexts(queueTexts);
  if (!queued) return null;
  const { device } = queued;
  const words = device
    ? [
        texts.kinds[device.kind],
        texts.lines[device.line],
        device.camera === "fails" ? texts.noCamera : "",
        device.microphone === "fails" ? texts.noMicrophone : "",
      ].filter((word) => word !== "")
    : [];
  return (
    <>
      {queued.urgent && <Tag tone="danger">{texts.urgent}</Tag>}
      {queued.passes > 0 && <Tag tone="attention">{texts.passedBefore(queued.passes)}</Tag>}
      {queued.away && <Tag>{texts.away}</Tag>}
      {words.length > 0 && <span className="small quiet">{words.join(" · ")}</span>}
    </>
  );
}
