import { useLanguage, useTexts } from "../../../lib/i18n/define.ts";
import { saveFile } from "../../../lib/save-file.ts";
import { dayKey } from "../../../lib/time.ts";
import { serverNow } from "../../../lib/server-clock.ts";
import { useSend } from "../../../lib/use-send.ts";
import { Button } from "../../../ui/shared/Button.tsx";
import { Card } from "../../../ui/shared/Card.tsx";
import { toast } from "../../../ui/shared/toast.ts";
import { exportPatient } from "../api/export-patient.ts";
import { exportTexts } from "../export.texts.ts";

/** One 就诊人 and the two files there are of them. */
export function ExportCard({ patient }: { patient: { id: string; name: string } }) {
  const texts = useTexts(exportTexts);
  const language = useLanguage();
  const exporting = useSend(exportPatient, (file, { format }) => {
    saveFile(file, `${texts.savedAs(patient.name, dayKey(serverNow()))}.${format}`);
    toast(texts.done, "done");
  });
  return (
    <Card>
      <h2>{texts.ofPatient(patient.name)}</h2>
      {(["pdf", "json"] as const).map((format) => (
        <Button
          key={format}
          block
          loading={exporting.form.busy}
          onClick={() => exporting.send({ patientId: patient.id, format, language })}
        >
          {texts[format]}
        </Button>
      ))}
      {exporting.form.error !== undefined && <p role="alert">{exporting.form.error}</p>}
    </Card>
  );
}
