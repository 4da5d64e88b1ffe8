import { Button } from "antd";
import { useSearchParams } from "../../../lib/router/index.ts";
import { auditFilterIn } from "@fuzhen/shared/oversight/audit-filter.rules.ts";
import type { AuditFilter } from "@fuzhen/shared/oversight/oversight.schema.ts";
import { exportAuditEvents } from "../../../features/oversight/api/export-audit-events.ts";
import { AuditFilters } from "../../../features/oversight/components/AuditFilters.tsx";
import { AuditTable } from "../../../features/oversight/components/AuditTable.tsx";
import { IntegrityPanel } from "../../../features/oversight/components/IntegrityPanel.tsx";
import { auditTexts } from "../../../features/oversight/audit.texts.ts";
import { useTexts } from "../../../lib/i18n/define.ts";
import { DeskPage } from "../../../ui/desk/DeskPage.tsx";
import { useDeskSend } from "../../../ui/desk/use-desk-send.ts";
import { toast } from "../../../ui/shared/toast.ts";

/** The trail of the own organisation, for the audit duty (R64, R65). The filter is in the address, to be kept and passed on. */
export default function Audit() {
  const texts = useTexts(auditTexts);
  const [search, setSearch] = useSearchParams();
  const filter = auditFilterIn(Object.fromEntries(search));
  const narrow = (change: Partial<AuditFilter>) =>
    setSearch(
      Object.fromEntries(
        Object.entries({ ...filter, ...change }).filter((entry): entry is [string, string] => entry[1] !== undefined),
      ),
    );
  const sending = useDeskSend(exportAuditEvents, (file) => {
    save(file);
    toast(texts.exported, "done");
  });
  return (
    <DeskPage
      title={texts.title}
      actions={
        <Button type="primary" loading={sending.isPending} onClick={() => sending.mutate(filter)}>
          {texts.export}
        </Button>
      }
    >
      <IntegrityPanel />
      <AuditFilters filter={filter} onChange={narrow} onReset={() => setSearch({})} />
      <p className="quiet">{texts.noted}</p>
      <AuditTable filter={filter} onNarrow={narrow} />
    </DeskPage>
  );
}

function save(file: File): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(file);
  link.download = "audit-events.csv";
  link.click();
  URL.revokeObjectURL(link.href);
}
