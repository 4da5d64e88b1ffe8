import { useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { useState } from "react";
import { Link } from "../../../lib/router/index.ts";
import type { StaffSpecialist } from "@fuzhen/shared/specialists/specialist.schema.ts";
import { ownDepartmentsQuery } from "../../../features/organizations/api/own-departments.ts";
import {
  DeskSpecialistForm,
  newSpecialistDraft,
} from "../../../features/specialists/components/DeskSpecialistForm.tsx";
import { DeskSpecialists } from "../../../features/specialists/components/DeskSpecialists.tsx";
import { deskSpecialistsTexts } from "../../../features/specialists/desk-specialists.texts.ts";
import { useTexts } from "../../../lib/i18n/define.ts";
import { DeskPage } from "../../../ui/desk/DeskPage.tsx";
import { isKept } from "../../../lib/draft.ts";

export default function Specialists() {
  const texts = useTexts(deskSpecialistsTexts);
  const departments = useQuery(ownDepartmentsQuery);
  const [editing, setEditing] = useState<StaffSpecialist | "new" | null>(() =>
    isKept(newSpecialistDraft) ? "new" : null,
  );
  return (
    <DeskPage
      title={texts.title}
      actions={
        <Button type="primary" onClick={() => setEditing("new")}>
          {texts.add}
        </Button>
      }
    >
      <DeskSpecialists
        departments={departments.data ?? []}
        onAdd={() => setEditing("new")}
        onEdit={setEditing}
        scheduleLink={(specialist) => <Link to={`/admin/schedules?specialist=${specialist.id}`}>{texts.schedule}</Link>}
      />
      {editing && (
        <DeskSpecialistForm
          specialist={editing === "new" ? null : editing}
          departments={(departments.data ?? []).filter((department) => department.active)}
          onClose={() => setEditing(null)}
        />
      )}
    </DeskPage>
  );
}
