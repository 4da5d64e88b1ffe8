import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Button } from "antd";
import type { Department } from "@fuzhen/shared/organizations/organization.schema.ts";
import { useTexts } from "../../../lib/i18n/define.ts";
import { DeskEmpty, DeskError, DeskSkeleton } from "../../../ui/desk/DeskStates.tsx";
import { DeskTable } from "../../../ui/desk/lists/DeskTable.tsx";
import { useAskTouched } from "../../../ui/desk/use-ask-touched.tsx";
import { useDeskSend } from "../../../ui/desk/use-desk-send.ts";
import { Tag } from "../../../ui/shared/Tag.tsx";
import { ownDepartmentsQuery } from "../api/own-departments.ts";
import { touchedByDepartment } from "../api/touched-by-department.ts";
import { updateDepartment } from "../api/update-department.ts";
import { deskDepartmentsTexts } from "../desk-departments.texts.ts";

interface Props {
  onAdd: () => void;
  onRename: (department: Department) => void;
}

/** All departments of the organisation; closing one says whom it touches and asks. */
export function DeskDepartments({ onAdd, onRename }: Props) {
  const texts = useTexts(deskDepartmentsTexts);
  const queryClient = useQueryClient();
  const ask = useAskTouched();
  const { data, error, refetch } = useQuery(ownDepartmentsQuery);
  const change = useDeskSend(updateDepartment, () => void queryClient.invalidateQueries({ queryKey: ["departments"] }));
  const close = (department: Department) =>
    ask(() => touchedByDepartment(department.id), {
      title: texts.stopTitle(department.name),
      hint: texts.stopHint,
      fate: "stay",
      okText: texts.stop,
      onOk: () => change.mutateAsync({ departmentId: department.id, active: false }),
    });
  if (error && !data) return <DeskError error={error} onRetry={() => void refetch()} />;
  if (!data) return <DeskSkeleton rows={5} />;
  if (data.length === 0)
    return (
      <DeskEmpty
        action={
          <Button type="primary" onClick={onAdd}>
            {texts.add}
          </Button>
        }
      >
        {texts.empty}
      </DeskEmpty>
    );
  return (
    <DeskTable
      label={texts.title}
      rowKey={(row) => row.id}
      rows={data}
      columns={[
        { key: "name", title: texts.name, cell: (row) => row.name, stick: "start" },
        { key: "code", title: texts.code, cell: (row) => row.code, num: true },
        {
          key: "state",
          title: texts.state,
          cell: (row) => <Tag tone={row.active ? "done" : "plain"}>{row.active ? texts.active : texts.inactive}</Tag>,
        },
        {
          key: "actions",
          title: texts.actions,
          stick: "end",
          cell: (department) => (
            <>
              <Button type="link" onClick={() => onRename(department)}>
                {texts.rename}
              </Button>
              {department.active ? (
                <Button type="link" danger onClick={() => void close(department)}>
                  {texts.stop}
                </Button>
              ) : (
                <Button type="link" onClick={() => change.mutate({ departmentId: department.id, active: true })}>
                  {texts.resume}
                </Button>
              )}
            </>
          ),
        },
      ]}
    />
  );
}
