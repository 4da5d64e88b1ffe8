import { useQuery, useQueryClient, type UseQueryOptions } from "@tanstack/react-query";
import { Button, Form } from "antd";
import type { ReactNode } from "react";
import { useDraft } from "../../../lib/draft.ts";
import { DeskError, DeskSkeleton } from "../../../ui/desk/DeskStates.tsx";
import { formManners } from "../../../ui/desk/forms/DeskFormModal.tsx";
import { KeptWords } from "../../../ui/desk/forms/KeptWords.tsx";
import { keepRefusals } from "../../../ui/desk/forms/refusals.ts";
import { useDeskSend } from "../../../ui/desk/use-desk-send.ts";
import { toast } from "../../../ui/shared/toast.ts";

interface Props<Rules> {
  /** Of its draft. */
  name: string;
  query: UseQueryOptions<Rules, Error, Rules, string[]>;
  set: (rules: Rules) => Promise<Rules>;
  texts: { save: string; saved: string };
  /** `Form.Item`s by the names of the rules. */
  fields: ReactNode;
  /** What comes before a change is sent; it calls `send` when that may be. */
  before?: (typed: Rules, stored: Rules, send: () => void) => Promise<void>;
}

/** A page of settings of the admin's organisation: what is typed is kept until it is saved. */
export function DeskRules<Rules extends object>(props: Props<Rules>) {
  const { data, error, refetch } = useQuery(props.query);
  if (error && !data) return <DeskError error={error} onRetry={() => void refetch()} />;
  if (!data) return <DeskSkeleton rows={4} />;
  return <RulesForm {...props} rules={data} />;
}

function RulesForm<Rules extends object>({
  name,
  query,
  set,
  texts,
  fields,
  before,
  rules,
}: Props<Rules> & { rules: Rules }) {
  const queryClient = useQueryClient();
  const [form] = Form.useForm<Rules>();
  const { draft, change, clear, kept } = useDraft(name, rules);
  const sending = useDeskSend(
    set,
    (saved) => {
      clear();
      queryClient.setQueryData(query.queryKey, saved);
      toast(texts.saved, "done");
    },
    form,
  );
  const submit = (typed: Rules) => {
    const send = () => sending.mutate(typed);
    if (before) void before(typed, rules, send);
    else send();
  };
  return (
    <Form
      form={form}
      {...formManners}
      onFieldsChange={(changed) => keepRefusals(form, changed)}
      initialValues={draft}
      onValuesChange={(_changed, typed: Rules) => change(typed)}
      onFinish={submit}
    >
      <KeptWords kept={kept} />
      {fields}
      <Button type="primary" htmlType="submit" loading={sending.isPending}>
        {texts.save}
      </Button>
    </Form>
  );
}
