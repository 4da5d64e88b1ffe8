import { useQuery, type UseQueryOptions } from "@tanstack/react-query";
import { Form, Input, Segmented } from "antd";
import { useState } from "react";
import type { Factors } from "@fuzhen/shared/factors/factor.schema.ts";
import { useTexts } from "../../../lib/i18n/define.ts";
import { fieldErrorTexts } from "../../../lib/i18n/field-errors.ts";
import { topLayer, TOP_Z } from "../../../ui/desk/top-layer.ts";
import { DeskFormModal } from "../../../ui/desk/forms/DeskFormModal.tsx";
import { useDeskSend } from "../../../ui/desk/use-desk-send.ts";
import { confirmByPasskey, confirmIdentity } from "../api/confirm-identity.ts";
import { useAsker } from "../hooks/use-asker.ts";
import { passkeysWork } from "../../../lib/passkey.ts";
import { secondStepTexts } from "../second-step.texts.ts";
import { given, MAX_PASSWORD } from "../../../ui/desk/forms/field-checks.ts";
import { TextItem } from "../../../ui/desk/forms/TextItem.tsx";

/** The factors the person may answer with. */
type FactorsQuery = UseQueryOptions<Factors, Error, Factors, string[]>;
type Way = "passkey" | "password" | "totp";
const fieldOf = { password: "password", totp: "code" } as const;

/** Mounted once in the desk's frame: opens when a call requires a fresh proof, whichever page made the call. */
export function DeskConfirmIdentity({ factors }: { factors: FactorsQuery }) {
  const { answer } = useAsker();
  return answer && <Question factorsQuery={factors} onAnswer={answer} />;
}

interface QuestionProps {
  factorsQuery: FactorsQuery;
  onAnswer: (proven: boolean) => void;
}

function Question({ factorsQuery, onAnswer }: QuestionProps) {
  const texts = useTexts(secondStepTexts);
  const { required } = useTexts(fieldErrorTexts);
  const factors = useQuery(factorsQuery);
  const kinds = new Set(factors.data?.factors.map(({ kind }) => kind));
  const ways: Way[] = [
    ...(kinds.has("passkey") && passkeysWork() ? (["passkey"] as const) : []),
    "password",
    ...(kinds.has("totp") ? (["totp"] as const) : []),
  ];
  const [chosen, setChosen] = useState<Way>();
  const way = chosen ?? ways[0] ?? "password";
  const [form] = Form.useForm<{ password: string; code: string }>();
  const sending = useDeskSend(
    ({ password, code }: { password: string; code: string }) => {
      if (way === "passkey") return confirmByPasskey();
      return confirmIdentity(way === "totp" ? { method: "totp", code } : { method: "password", password });
    },
    () => onAnswer(true),
    form,
  );
  const rules = [{ required: true, message: required }];
  return (
    <DeskFormModal
      title={texts.again}
      submit={way === "passkey" ? texts.passkey : texts.confirm}
      form={form}
      disposable
      busy={sending.isPending}
      onSubmit={(values) => sending.mutate(values)}
      onClose={() => onAnswer(false)}
      modal={{
        zIndex: TOP_Z,
        getContainer: topLayer,
        loading: factors.isPending,
        mask: { closable: false },
        afterOpenChange: (open) => open && way !== "passkey" && form.focusField(fieldOf[way]),
      }}
    >
      <div className="stack">
        <p>{texts.againLead}</p>
        {ways.length > 1 && (
          <Segmented<Way>
            block
            aria-label={texts.ways.label}
            value={way}
            options={ways.map((value) => ({ value, label: texts.ways[value] }))}
            onChange={setChosen}
          />
        )}
        {way === "password" && (
          <TextItem name="password" label={texts.password} limit={MAX_PASSWORD} check={given}>
            <Input.Password autoComplete="current-password" />
          </TextItem>
        )}
        {way === "totp" && (
          <Form.Item name="code" label={texts.code} extra={texts.codeHint} rules={rules}>
            <Input inputMode="numeric" autoComplete="one-time-code" />
          </Form.Item>
        )}
      </div>
    </DeskFormModal>
  );
}
