import { Button } from "antd";
import { useState } from "react";
import type { Department } from "@fuzhen/shared/organizations/organization.schema.ts";
import { DeskAddDepartment, departmentDraft } from "../../../features/organizations/components/DeskAddDepartment.tsx";
import { DeskDepartments } from "../../../features/organizations/components/DeskDepartments.tsx";
import { DeskRenameDepartment } from "../../../features/organizations/components/DeskRenameDepartment.tsx";
import { deskDepartmentsTexts } from "../../../features/organizations/desk-departments.texts.ts";
import { useTexts } from "../../../lib/i18n/define.ts";
import { DeskPage } from "../../../ui/desk/DeskPage.tsx";
import { isKept } from "../../../lib/draft.ts";

export default function Departments() {
  const texts = useTexts(deskDepartmentsTexts);
  const [adding, setAdding] = useState(() => isKept(departmentDraft));
  const [renaming, setRenaming] = useState<Department | null>(null);
  return (
    <DeskPage
      title={texts.title}
      actions={
        <Button type="primary" onClick={() => setAdding(true)}>
          {texts.add}
        </Button>
      }
    >
      <DeskDepartments onAdd={() => setAdding(true)} onRename={setRenaming} />
      {renaming && <DeskRenameDepartment department={renaming} onClose={() => setRenaming(null)} />}
      {adding && <DeskAddDepartment onClose={() => setAdding(false)} />}
    </DeskPage>
  );
}
