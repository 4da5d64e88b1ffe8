import { useQuery } from "@tanstack/react-query";
import { App, Button, Dropdown, Table } from "antd";
import type { StaffAccount } from "@fuzhen/shared/staff/staff.schema.ts";
import { commonTexts } from "../../../lib/i18n/common.ts";
import { useTexts } from "../../../lib/i18n/define.ts";
import { DeskError, DeskSkeleton } from "../../../ui/desk/DeskStates.tsx";
import { StatusTag, Tag } from "../../../ui/mobile/Tag.tsx";
import { Time } from "../../../ui/mobile/Time.tsx";
import { staffAccountsQuery } from "../api/staff.ts";
import { useStaffChange } from "../hooks/use-staff-change.ts";
import { staffTexts } from "../staff.texts.ts";

interface Props {
  onChangeDuty: (account: StaffAccount) => void;
  onSetPassword: (account: StaffAccount) => void;
}

/** All accounts of the organisation; what cuts somebody off asks first. Nobody changes their own here. */
export function DeskStaff({ onChangeDuty, onSetPassword }: Props) {
  const texts = useTexts(staffTexts);
  const common = useTexts(commonTexts);
  const { modal } = App.useApp();
  const { data, error, refetch } = useQuery(staffAccountsQuery);
  const change = useStaffChange();
  const ask = (title: string, content: string, okText: string, onOk: () => Promise<unknown>) =>
    modal.confirm({ title, content, okText, okButtonProps: { danger: true }, cancelText: common.cancel, onOk });
  const actionsOf = (row: StaffAccount) => [
    ...(row.role === "admin" ? [{ key: "duty", label: texts.changeDuty, onClick: () => onChangeDuty(row) }] : []),
    { key: "password", label: texts.setPassword, onClick: () => onSetPassword(row) },
    ...(row.hasSecondFactor
      ? [
          {
            key: "factors",
            label: texts.resetFactors,
            onClick: () =>
              void ask(texts.resetFactorsTitle(row.name), texts.resetFactorsHint, texts.resetFactors, () =>
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
            void ask(texts.deactivateTitle(row.name), texts.deactivateHint, texts.deactivate, () =>
              change.mutateAsync({ userId: row.id, active: false }),
            ),
        }
      : {
          key: "active",
          label: texts.reactivate,
          onClick: () => change.mutate({ userId: row.id, active: true }),
        },
  ];
  if (error && !data) return <DeskError error={error} onRetry={() => void refetch()} />;
  if (!data) return <DeskSkeleton rows={6} />;
  return (
    <Table
      rowKey="id"
      dataSource={data}
      pagination={false}
      sticky
      scroll={{ x: "max-content" }}
      columns={[
        { title: texts.name, dataIndex: "name", fixed: "left" },
        { title: texts.phone, dataIndex: "phoneMasked", className: "num" },
        {
          title: texts.role,
          render: (_, row) => `${texts.roles[row.role]}${row.duty ? ` · ${texts.duties[row.duty]}` : ""}`,
        },
        { title: texts.state, render: (_, row) => <States row={row} /> },
        {
          title: texts.factor,
          render: (_, row) =>
            row.hasSecondFactor ? (
              <StatusTag tone="done">{texts.hasFactor}</StatusTag>
            ) : (
              <Tag tone="attention">{texts.noFactor}</Tag>
            ),
        },
        {
          title: texts.lastSignIn,
          render: (_, row) =>
            row.lastSignInAt ? <Time at={row.lastSignInAt} withDate /> : <span className="quiet">{texts.never}</span>,
        },
        {
          title: texts.actions,
          align: "right",
          fixed: "right",
          render: (_, row) =>
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
