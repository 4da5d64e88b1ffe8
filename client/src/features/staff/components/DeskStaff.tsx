import { useInfiniteQuery } from "@tanstack/react-query";
import { Button, Dropdown } from "antd";
import { staffAccountStates, staffRoles } from "@fuzhen/shared/staff/staff.rules.ts";
import type { StaffAccount } from "@fuzhen/shared/staff/staff.schema.ts";
import { useTexts } from "../../../lib/i18n/define.ts";
import { DeskList } from "../../../ui/desk/lists/DeskList.tsx";
import { filterByWord } from "../../../ui/desk/lists/filters.ts";
import { useListState } from "../../../ui/desk/lists/use-list-state.ts";
import { useAskFirst } from "../../../ui/desk/use-ask-first.ts";
import { useAskTouched } from "../../../ui/desk/use-ask-touched.tsx";
import { touchedByAccount } from "../api/touched-by-account.ts";
import { makePassword, useToldPassword } from "../../../ui/desk/use-told-password.tsx";
import { StatusTag, Tag } from "../../../ui/shared/Tag.tsx";
import { Time } from "../../../ui/shared/Time.tsx";
import { staffAccountsQuery, type StaffAccountSearch } from "../api/staff.ts";
import { useStaffChange } from "../hooks/use-staff-change.ts";
import { staffTexts } from "../staff.texts.ts";

interface Props {
  onChangeDuty: (account: StaffAccount) => void;
}

/** All accounts of the organisation; what cuts somebody off asks first. Nobody changes their own here. */
export function DeskStaff({ onChangeDuty }: Props) {
  const texts = useTexts(staffTexts);
  const list = useListState(["role", "state"], { sort: "added", order: "asc" });
  const query = useInfiniteQuery(staffAccountsQuery(list.search as StaffAccountSearch));
  const change = useStaffChange();
  const tell = useToldPassword();
  const askFirst = useAskFirst();
  const askTouched = useAskTouched();
  const ask = (title: string, content: string, okText: string, onOk: () => Promise<unknown>) =>
    askFirst({ title, content, okText, onOk });
  const actionsOf = (row: StaffAccount) => [
    ...(row.role === "admin" ? [{ key: "duty", label: texts.changeDuty, onClick: () => onChangeDuty(row) }] : []),
    {
      key: "password",
      label: texts.setPassword,
      onClick() {
        const initialPassword = makePassword();
        ask(texts.setPasswordTitle(row.name), texts.setPasswordHint, texts.setPassword, async () => {
          await change.mutateAsync({ userId: row.id, initialPassword });
          tell(row.name, initialPassword);
        });
      },
    },
    ...(row.hasSecondFactor
      ? [
          {
            key: "factors",
            label: texts.resetFactors,
            onClick: () =>
              ask(texts.resetFactorsTitle(row.name), texts.resetFactorsHint, texts.resetFactors, () =>
                change.mutateAsync({ userId: row.id, resetFactors: true }),
              ),
          },
        ]
      : []),
    row.active
      ? {
          key: "active",
          danger: true,
          label: texts.deactivate,
          onClick: () =>
            void askTouched(() => touchedByAccount(row.id), {
              title: texts.deactivateTitle(row.name),
              hint: texts.deactivateHint,
              fate: "stranded",
              okText: texts.deactivate,
              onOk: () => change.mutateAsync({ userId: row.id, active: false }),
            }),
        }
      : {
          key: "active",
          label: texts.reactivate,
          onClick: () => change.mutate({ userId: row.id, active: true }),
        },
  ];
  return (
    <DeskList
      label={texts.title}
      query={query}
      list={list}
      searchLabel={texts.search}
      filters={[
        filterByWord("role", texts.role, staffRoles, texts.roles),
        filterByWord("state", texts.state, staffAccountStates, texts.states),
      ]}
      rowKey={(row) => row.id}
      empty={null}
      columns={[
        { key: "name", title: texts.name, cell: (row) => row.name, stick: "start", sort: "name" },
        { key: "phone", title: texts.phone, cell: (row) => row.phoneMasked, num: true },
        {
          key: "role",
          title: texts.role,
          cell: (row) => `${texts.roles[row.role]}${row.duty ? ` · ${texts.duties[row.duty]}` : ""}`,
        },
        { key: "state", title: texts.state, cell: (row) => <States row={row} /> },
        {
          key: "factor",
          title: texts.factor,
          cell: (row) =>
            row.hasSecondFactor ? (
              <StatusTag tone="done">{texts.hasFactor}</StatusTag>
            ) : (
              <Tag tone="attention">{texts.noFactor}</Tag>
            ),
        },
        {
          key: "lastSignIn",
          title: texts.lastSignIn,
          sort: "last-sign-in",
          cell: (row) =>
            row.lastSignInAt ? <Time at={row.lastSignInAt} withDate /> : <span className="quiet">{texts.never}</span>,
        },
        {
          key: "actions",
          title: texts.actions,
          stick: "end",
          cell: (row) =>
            row.own ? (
              <span className="quiet">{texts.own}</span>
            ) : (
              <Dropdown menu={{ items: actionsOf(row) }} trigger={["click"]}>
                <Button type="link" aria-label={`${texts.more} ${row.name}`}>
                  {texts.more}
                </Button>
              </Dropdown>
            ),
        },
      ]}
    />
  );
}

function States({ row }: { row: StaffAccount }) {
  const texts = useTexts(staffTexts);
  return (
    <span className="row wrap">
      <Tag tone={row.active ? "done" : "plain"}>{row.active ? texts.active : texts.inactive}</Tag>
      {row.stale && <StatusTag tone="attention">{texts.stale}</StatusTag>}
      {row.active && row.mustChangePassword && <Tag>{texts.initial}</Tag>}
    </span>
  );
}
