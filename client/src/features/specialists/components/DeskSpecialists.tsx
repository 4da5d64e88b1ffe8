import { useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { Button } from "antd";
import { columnFieldNames, rowOf, type ColumnFieldName } from "@fuzhen/shared/specialists/specialist.fields.ts";
import { staffStates } from "@fuzhen/shared/specialists/specialist.rules.ts";
import type { StaffSpecialist } from "@fuzhen/shared/specialists/specialist.schema.ts";
import { dayOf } from "@fuzhen/shared/time.ts";
import type { ReactNode } from "react";
import { useTexts } from "../../../lib/i18n/define.ts";
import { titleTexts } from "../../../lib/i18n/titles.ts";
import { useNow } from "../../../lib/use-now.ts";
import type { DeskColumn } from "../../../ui/desk/lists/DeskTable.tsx";
import { DeskList } from "../../../ui/desk/lists/DeskList.tsx";
import { DeskBegin } from "../../../ui/desk/DeskStates.tsx";
import { useAskTouched } from "../../../ui/desk/use-ask-touched.tsx";
import { useDeskSend } from "../../../ui/desk/use-desk-send.ts";
import { filterByName, filterByWord } from "../../../ui/desk/lists/filters.ts";
import { OnOffButton, OnOffTag } from "../../../ui/desk/lists/OnOff.tsx";
import { useListState } from "../../../ui/desk/lists/use-list-state.ts";
import { Tag } from "../../../ui/shared/Tag.tsx";
import { publishSpecialist } from "../api/publish-specialist.ts";
import { touchedBySpecialist } from "../api/touched-by-specialist.ts";
import { staffQuery, type StaffSearch } from "../api/staff.ts";
import { deskSpecialistsTexts } from "../desk-specialists.texts.ts";
import { toast } from "../../../ui/shared/toast.ts";

interface Props {
  departments: readonly { id: string; name: string }[];
  onAdd: () => void;
  onEdit: (specialist: StaffSpecialist) => void;
  /** A link to the specialist's schedule; the route knows where that is. */
  scheduleLink: (specialist: StaffSpecialist) => ReactNode;
}

/** The organisation's specialists with their licences; an expired one says so in words. */
export function DeskSpecialists({ departments, onAdd, onEdit, scheduleLink }: Props) {
  const texts = useTexts(deskSpecialistsTexts);
  const titles = useTexts(titleTexts);
  const today = dayOf(new Date(useNow()));
  const queryClient = useQueryClient();
  const ask = useAskTouched();
  const list = useListState(["departmentId", "state"], { sort: "title", order: "asc" });
  const query = useInfiniteQuery(staffQuery(list.search as StaffSearch));
  const publish = useDeskSend(publishSpecialist, (specialist) => {
    void queryClient.invalidateQueries({ queryKey: ["specialists"] });
    if (specialist.published) toast(texts.publishedNow(specialist.name), "done");
  });
  const withdraw = (specialist: StaffSpecialist) =>
    ask(() => touchedBySpecialist(specialist.id), {
      title: texts.withdrawTitle(specialist.name),
      hint: texts.withdrawHint,
      fate: "stay",
      okText: texts.withdraw,
      onOk: () => publish.mutateAsync({ specialistId: specialist.id, published: false }),
    });
  /** Where a column is more than the field in words under the field's name. */
  const columns: Partial<Record<ColumnFieldName, Partial<DeskColumn<StaffSpecialist>>>> = {
    name: { stick: "start", sort: "name" },
    title: { sort: "title", cell: (row) => titles[row.title] },
    licenceValidTo: {
      title: texts.licenceDates,
      sort: "licence",
      cell: (row) => (
        <>
          <span className="no-break">
            {row.licenceValidFrom} – {row.licenceValidTo}
          </span>{" "}
          {row.licenceValidTo < today && <Tag tone="danger">{texts.expired}</Tag>}
        </>
      ),
    },
  };
  return (
    <DeskList
      label={texts.title}
      query={query}
      list={list}
      searchLabel={texts.search}
      filters={[
        filterByName("departmentId", texts.fields.departmentId.label, departments),
        filterByWord("state", texts.state, staffStates, texts.states),
      ]}
      rowKey={(row) => row.id}
      empty={
        <DeskBegin label={texts.add} onBegin={onAdd}>
          {texts.empty}
        </DeskBegin>
      }
      columns={[
        ...columnFieldNames.map((name) => ({
          key: name,
          title: texts.fields[name].label,
          num: ["licence-number", "day"].includes(rowOf(name).kind),
          cell: (row: StaffSpecialist) => (name === "departmentId" ? row.department.name : row[name]),
          ...columns[name],
        })),
        {
          key: "state",
          title: texts.state,
          cell: (row) => <OnOffTag on={row.published} words={[texts.published, texts.unpublished]} />,
        },
        {
          key: "actions",
          title: texts.actions,
          stick: "end",
          cell: (row) => (
            <>
              {scheduleLink(row)}
              <Button type="link" onClick={() => onEdit(row)}>
                {texts.edit}
              </Button>
              <OnOffButton
                on={row.published}
                off={[texts.withdraw, () => void withdraw(row)]}
                again={[texts.publish, () => publish.mutate({ specialistId: row.id, published: true })]}
              />
            </>
          ),
        },
      ]}
    />
  );
}
