import { Button, Form, Input, Tag } from "antd";
import { KeyRound, Smartphone, type LucideIcon } from "lucide-react";
import { Suspense, useState } from "react";
import type { Factor, FactorsChanged, TotpSetup } from "@fuzhen/shared/factors/factor.schema.ts";
import { useLanguage, useTexts } from "../../../lib/i18n/define.ts";
import { fieldErrorTexts } from "../../../lib/i18n/field-errors.ts";
import { DeskSkeleton } from "../../../ui/desk/DeskStates.tsx";
import { useDeskSend } from "../../../ui/desk/use-desk-send.ts";
import { Notice } from "../../../ui/shared/Card.tsx";
import { addPasskey, addTotp, beginTotp } from "../api/add-factor.ts";
import { deviceWords } from "../../../lib/device-words.ts";
import { factorTexts } from "../factors.texts.ts";
import { passkeysWork } from "../../../lib/passkey.ts";
import styles from "../../../ui/desk/Security.module.css";
import { filled } from "../../../ui/desk/forms/field-checks.ts";
import { TextItem } from "../../../ui/desk/forms/TextItem.tsx";
import { laterPart } from "../../../ui/shared/later.tsx";

const QrCode = laterPart(async () => ({ default: (await import("qrcode.react")).QRCodeSVG }));

type OnAdded = (changed: FactorsChanged, kind: Factor["kind"]) => void;

/** From the choice of a second factor to the moment the server has it. */
export function DeskAddFactor({ onAdded }: { onAdded: OnAdded }) {
  const texts = useTexts(factorTexts);
  const [way, setWay] = useState<"passkey" | TotpSetup>();
  const begin = useDeskSend(beginTotp, setWay);
  const another = (
    <Button type="link" onClick={() => setWay(undefined)}>
      {texts.another}
    </Button>
  );
  if (way === "passkey") return <NewPasskey onAdded={onAdded}>{another}</NewPasskey>;
  if (way)
    return (
      <NewTotp setup={way} onAdded={onAdded}>
        {another}
      </NewTotp>
    );
  return (
    <div className="stack">
      {!passkeysWork() && <Notice tone="attention">{texts.passkeyAway}</Notice>}
      <div className={styles.ways}>
        {passkeysWork() && (
          <Way kind="passkey" Icon={KeyRound} about={texts.passkeyAbout} best onChoose={() => setWay("passkey")} />
        )}
        <Way
          kind="totp"
          Icon={Smartphone}
          about={texts.totpAbout}
          busy={begin.isPending}
          onChoose={() => begin.mutate(undefined)}
        />
      </div>
    </div>
  );
}

interface WayProps {
  kind: Factor["kind"];
  Icon: LucideIcon;
  about: string;
  best?: boolean;
  busy?: boolean;
  onChoose: () => void;
}

function Way({ kind, Icon, about, best = false, busy = false, onChoose }: WayProps) {
  const texts = useTexts(factorTexts);
  return (
    <section className={styles.way}>
      <Icon aria-hidden size={28} strokeWidth={1.6} />
      <h3>
        {texts.kinds[kind]} {best && <Tag color="processing">{texts.recommended}</Tag>}
      </h3>
      <p className="quiet">{about}</p>
      <Button type={best ? "primary" : "default"} loading={busy} onClick={onChoose}>
        {texts.choose(texts.kinds[kind])}
      </Button>
    </section>
  );
}

interface NewFactorProps {
  onAdded: OnAdded;
  /** The way back. */
  children: React.ReactNode;
}

function NewPasskey({ onAdded, children }: NewFactorProps) {
  const texts = useTexts(factorTexts);
  const language = useLanguage();
  const [form] = Form.useForm<{ name: string }>();
  const sending = useDeskSend(addPasskey, (changed) => onAdded(changed, "passkey"), form);
  return (
    <Form
      form={form}
      layout="vertical"
      requiredMark={false}
      initialValues={{ name: deviceWords(navigator.userAgent, language) ?? texts.kinds.passkey }}
      onFinish={(values) => sending.mutate(values)}
    >
      <NameItem />
      <p className="quiet">{texts.createLead}</p>
      <div className={styles.foot}>
        <Button type="primary" htmlType="submit" loading={sending.isPending}>
          {texts.create}
        </Button>
        {children}
      </div>
    </Form>
  );
}

function NewTotp({ setup, onAdded, children }: NewFactorProps & { setup: TotpSetup }) {
  const texts = useTexts(factorTexts);
  const { required } = useTexts(fieldErrorTexts);
  const [form] = Form.useForm<{ name: string; code: string }>();
  const sending = useDeskSend(addTotp, (changed) => onAdded(changed, "totp"), form);
  return (
    <Form
      form={form}
      layout="vertical"
      requiredMark={false}
      initialValues={{ name: texts.kinds.totp }}
      onFinish={(values) => sending.mutate(values)}
    >
      <div className={styles.scan}>
        {/* Black on white in the dark as well: many apps read no other. */}
        <div className={styles.qr}>
          <Suspense fallback={<DeskSkeleton rows={2} />}>
            <QrCode value={setup.uri} size={176} title={texts.qr} />
          </Suspense>
        </div>
        <div className="stack-tight">
          <p>{texts.scan}</p>
          <p className="quiet">{texts.type}</p>
          <code className={styles.secret}>{setup.secret.match(/.{1,4}/g)?.join(" ")}</code>
        </div>
      </div>
      <Form.Item name="code" label={texts.code} extra={texts.codeHint} rules={[{ required: true, message: required }]}>
        <Input inputMode="numeric" autoComplete="one-time-code" className={styles.short} />
      </Form.Item>
      <NameItem />
      <div className={styles.foot}>
        <Button type="primary" htmlType="submit" loading={sending.isPending}>
          {texts.finish}
        </Button>
        {children}
      </div>
    </Form>
  );
}

function NameItem() {
  const texts = useTexts(factorTexts);
  return (
    <TextItem
      name="name"
      label={texts.name}
      extra={texts.nameHint}
      limit={40}
      check={filled}
      {...(styles.short ? { input: { className: styles.short } } : {})}
    />
  );
}
