import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Button } from "antd";
import type { Department } from "@fuzhen/shared/organizations/organization.schema.ts";
import { findDepartment } from "@fuzhen/shared/terminology/departments.ts";
import { foldTitle } from "@fuzhen/shared/typed-text.ts";
import { useTexts } from "../../../lib/i18n/define.ts";
import { DeskBegin, DeskEmpty, DeskError, DeskSkeleton } from "../../../ui/desk/DeskStates.tsx";
import { deskListTexts } from "../../../ui/desk/lists/desk-list.texts.ts";
import { DeskFilters } from "../../../ui/desk/lists/DeskFilters.tsx";
import { filterByWord } from "../../../ui/desk/lists/filters.ts";
import { OnOffButton, OnOffTag } from "../../../ui/desk/lists/OnOff.tsx";
import { useListState } from "../../../ui/desk/lists/use-list-state.ts";
import { DeskTable } from "../../../ui/desk/lists/DeskTable.tsx";
import { useAskTouched } from "../../../ui/desk/use-ask-touched.tsx";
import { useDeskSend } from "../../../ui/desk/use-desk-send.ts";
import { ownDepartmentsQuery } from "../api/own-departments.ts";
import { touchedByDepartment } from "../api/touched-by-department.ts";
import { updateDepartment } from "../api/update-department.ts";
import { deskDepartmentsTexts } from "../desk-departments.texts.ts";

interface Props {
  onAdd: () => void;
  onRename: (department: Department) => void;
}

const states = ["active", "inactive"] as const;
const stateOf = ({ active }: Department) => (active ? "active" : "inactive");
/** The registered subject after its code. */
const subjectOf = ({ code }: Department) => `${code} ${findDepartment(code)?.name ?? ""}`.trim();
const plain = (text: string) => foldTitle(text).toLowerCase();

/** All departments of the organisation, few enough to be searched here; closing one says whom it touches and asks. */
export function DeskDepartments({ onAdd, onRename }: Props) {
  const texts = useTexts(deskDepartmentsTexts);
  const { nothingFits } = useTexts(deskListTexts);
  const list = useListState(["state"]);
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
      <DeskBegin label={texts.add} onBegin={onAdd}>
        {texts.empty}
      </DeskBegin>
    );
  const { state } = list.filter;
  const rows = data.filter(
    (row) =>
      plain(`${row.name} ${subjectOf(row)}`).includes(plain(list.q)) && (state === undefined || state === stateOf(row)),
  );
  return (
    <div className="stack">
      <DeskFilters
        list={list}
        searchLabel={texts.search}
        filters={[filterByWord("state", texts.state, states, texts)]}
        total={rows.length}
      />
      {rows.length === 0 ? (
        <DeskEmpty>{nothingFits}</DeskEmpty>
      ) : (
        <DeskTable
          label={texts.title}
          rowKey={(row) => row.id}
          rows={rows}
          columns={[
            { key: "name", title: texts.name, cell: (row) => row.name, stick: "start" },
            { key: "code", title: texts.code, cell: subjectOf, num: true },
            {
              key: "state",
              title: texts.state,
              cell: (row) => <OnOffTag on={row.active} words={[texts.active, texts.inactive]} />,
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
                  <OnOffButton
                    on={department.active}
                    off={[texts.stop, () => void close(department)]}
                    again={[texts.resume, () => change.mutate({ departmentId: department.id, active: true })]}
                  />
                </>
              ),
            },
          ]}
        />
      )}
    </div>
  );
}
