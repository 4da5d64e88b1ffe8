import { Modal } from "antd";
import { deskWorklistTexts } from "../../../features/appointments/desk-worklist.texts.ts";
import { useTexts } from "../../../lib/i18n/define.ts";

/** What each key of the workbench does; `?` shows it, Esc closes it. */
export default function Shortcuts({ onClose }: { onClose: () => void }) {
  const texts = useTexts(deskWorklistTexts);
  return (
    <Modal open title={texts.shortcuts} footer={null} width={360} onCancel={onClose}>
      <dl style={{ display: "grid", gridTemplateColumns: "48px 1fr", gap: "8px 12px" }}>
        {Object.entries(texts.shortcut).map(([key, words]) => (
          <div key={key} style={{ display: "contents" }}>
            <dt>
              <kbd>{key.toUpperCase()}</kbd>
            </dt>
            <dd>{words}</dd>
          </div>
        ))}
      </dl>
    </Modal>
  );
}
