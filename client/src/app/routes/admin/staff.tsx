import { Button } from "antd";
import { useState } from "react";
import type { StaffAccount } from "@fuzhen/shared/staff/staff.schema.ts";
import { DeskAddStaff, staffDraft } from "../../../features/staff/components/DeskAddStaff.tsx";
import { DeskStaff } from "../../../features/staff/components/DeskStaff.tsx";
import { DeskDutyForm } from "../../../features/staff/components/DeskStaffForms.tsx";
import { staffTexts } from "../../../features/staff/staff.texts.ts";
import { useTexts } from "../../../lib/i18n/define.ts";
import { DeskPage } from "../../../ui/desk/DeskPage.tsx";
import { isKept } from "../../../lib/draft.ts";

type Dialog = { form: "add" } | { form: "duty"; account: StaffAccount };

export default function Staff() {
  const texts = useTexts(staffTexts);
  const [dialog, setDialog] = useState<Dialog | null>(() => (isKept(staffDraft) ? { form: "add" } : null));
  const close = () => setDialog(null);
  return (
    <DeskPage
      title={texts.title}
      actions={
        <Button type="primary" onClick={() => setDialog({ form: "add" })}>
          {texts.add}
        </Button>
      }
    >
      <p className="quiet">{texts.lead}</p>
      <DeskStaff onChangeDuty={(account) => setDialog({ form: "duty", account })} />
      {dialog?.form === "add" && <DeskAddStaff onClose={close} />}
      {dialog?.form === "duty" && <DeskDutyForm account={dialog.account} onClose={close} />}
    </DeskPage>
  );
}
