import type { Report } from "@fuzhen/shared/reports/report.schema.ts";
import { useQueryClient } from "@tanstack/react-query";
import { Download } from "lucide-react";
import { useTexts } from "../../../lib/i18n/define.ts";
import { useSend } from "../../../lib/use-send.ts";
import { List, ListItem } from "../../../ui/shared/List.tsx";
import { reportQuery } from "../api/report.ts";
import { originalTexts } from "../originals.texts.ts";

/** The files of a report as they were sent, to be kept (R36, R55). Their links live for minutes, so each is asked for when it is pressed. */
export function Originals({ report }: { report: Report }) {
  const texts = useTexts(originalTexts);
  const queryClient = useQueryClient();
  const saving = useSend(
    async (fileId: string) => {
      const { files } = await queryClient.fetchQuery({ ...reportQuery(report.id), staleTime: 0 });
      return files.find((file) => file.id === fileId)?.original ?? null;
    },
    (address) => {
      if (address === null) return;
      const link = document.createElement("a");
      link.href = address;
      link.download = "";
      link.click();
    },
  );
  const kept = report.files.filter((file) => file.original !== null);
  if (kept.length === 0) return null;
  return (
    <>
      <List label={texts.originals}>
        {kept.map((file) => (
          <ListItem
            key={file.id}
            leading={<Download aria-hidden size={24} />}
            title={texts.save}
            detail={file.name}
            onPress={() => saving.send(file.id)}
          />
        ))}
      </List>
      {saving.form.error !== undefined && <p role="alert">{saving.form.error}</p>}
    </>
  );
}
