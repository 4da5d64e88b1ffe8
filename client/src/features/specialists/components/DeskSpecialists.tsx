import { useQuery, useQueryClient } from "@tanstack/react-query";
import { App, Button, Space, Table } from "antd";
import type { StaffSpecialist } from "@fuzhen/shared/specialists/specialist.schema.ts";
import { dayOf } from "@fuzhen/shared/time.ts";
import type { ReactNode } from "react";
import { commonTexts } from "../../../lib/i18n/common.ts";
import { useTexts } from "../../../lib/i18n/define.ts";
import { titleTexts } from "../../../lib/i18n/titles.ts";
import { useNow } from "../../../lib/use-now.ts";
import { DeskEmpty, DeskError, DeskSkeleton } from "../../../ui/desk/DeskStates.tsx";
import { useDeskSend } from "../../../ui/desk/use-desk-send.ts";
import { Tag } from "../../../ui/mobile/Tag.tsx";
import { publishSpecialist } from "../api/publish-specialist.ts";
import { staffQuery } from "../api/staff.ts";
import { deskSpecialistsTexts } from "../desk-specialists.texts.ts";

interface Props {
  onAdd: () => void;
  onEdit: (specialist: StaffSpecialist) => void;
  /** A link to the specialist's schedule; the route knows where that is. */
  scheduleLink: (specialist: StaffSpecialist) => ReactNode;
}

/** The organisation's specialists with their licences; an expired one says so in words. */
export function DeskSpecialists({ onAdd, onEdit, scheduleLink }: Props) {
  const texts = useTexts(deskSpecialistsTexts);
  const titles = useTexts(titleTexts);
  const common = useTexts(commonTexts);
  const today = dayOf(new Date(useNow()));
  const queryClient = useQueryClient();
  const { modal, message } = App.useApp();
  const { data, error, refetch } = useQuery(staffQuery);
  const publish = useDeskSend(publishSpecialist, (specialist) => {
    void queryClient.invalidateQueries({ queryKey: ["specialists"] });
    if (specialist.published) void message.success(texts.publishedNow(specialist.name));
  });
  const withdraw = (specialist: StaffSpecialist) =>
    modal.confirm({
      title: texts.withdrawTitle(specialist.name),
      content: texts.withdrawHint,
      okText: texts.withdraw,
      okButtonProps: { danger: true },
      cancelText: common.cancel,
      onOk: () => publish.mutateAsync({ specialistId: specialist.id, published: false }),
    });
  if (error && !data) return <DeskError error={error} onRetry={() => void refetch()} />;
  if (!data) return <DeskSkeleton rows={6} />;
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
    <Table
      rowKey="id"
      dataSource={data}
      pagination={false}
      sticky
      scroll={{ x: "max-content" }}
      columns={[
        { title: texts.name, dataIndex: "name", fixed: "left" },
        { title: texts.jobTitle, render: (_, row) => titles[row.title] },
        { title: texts.department, render: (_, row) => row.department.name },
        { title: texts.licenceNumber, dataIndex: "licenceNumber", className: "num" },
        {
          title: texts.licenceDates,
          className: "num",
          render: (_, row) => (
            <>
              <span className="no-break">
                {row.licenceValidFrom} – {row.licenceValidTo}
              </span>{" "}
              {row.licenceValidTo < today && <Tag tone="danger">{texts.expired}</Tag>}
            </>
          ),
        },
        {
          title: texts.state,
          render: (_, row) => (
            <Tag tone={row.published ? "done" : "plain"}>{row.published ? texts.published : texts.unpublished}</Tag>
          ),
        },
        {
          title: texts.actions,
          align: "right",
          fixed: "right",
          render: (_, row) => (
            <Space size={0} className="no-break">
              {scheduleLink(row)}
              <Button type="link" onClick={() => onEdit(row)}>
                {texts.edit}
              </Button>
              {row.published ? (
                <Button type="link" danger onClick={() => withdraw(row)}>
                  {texts.withdraw}
                </Button>
              ) : (
                <Button type="link" onClick={() => publish.mutate({ specialistId: row.id, published: true })}>
                  {texts.publish}
                </Button>
              )}
            </Space>
          ),
        },
      ]}
    />
  );
}
