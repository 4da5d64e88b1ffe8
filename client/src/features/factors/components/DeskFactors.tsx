import { useQuery, useQueryClient } from "@tanstack/react-query";
import { App, Button, Modal } from "antd";
import { KeyRound, Smartphone } from "lucide-react";
import { useState } from "react";
import type { Factor, FactorsChanged } from "@fuzhen/shared/factors/factor.schema.ts";
import { commonTexts } from "../../../lib/i18n/common.ts";
import { useLanguage, useTexts } from "../../../lib/i18n/define.ts";
import { sayMoment } from "../../../lib/time.ts";
import { useNow } from "../../../lib/use-now.ts";
import { DeskError, DeskSkeleton } from "../../../ui/desk/DeskStates.tsx";
import { useAskFirst } from "../../../ui/desk/use-ask-first.ts";
import { useDeskSend } from "../../../ui/desk/use-desk-send.ts";
import { newRecoveryCodes, removeFactor } from "../api/change-factors.ts";
import { factorsQuery } from "../api/factors.ts";
import { factorTexts } from "../factors.texts.ts";
import { DeskAddFactor } from "./DeskAddFactor.tsx";
import { DeskRecoveryCodes } from "./DeskRecoveryCodes.tsx";
import styles from "../../../ui/desk/Security.module.css";
import { toast } from "../../../ui/shared/toast.ts";

const icons = { passkey: KeyRound, totp: Smartphone };

/** Lists the second factors, with adding, removing, and recovery codes. */
export function DeskFactors() {
  const texts = useTexts(factorTexts);
  const common = useTexts(commonTexts);
  const queryClient = useQueryClient();
  const { modal } = App.useApp();
  const askFirst = useAskFirst();
  const { data, error, refetch } = useQuery(factorsQuery);
  const [adding, setAdding] = useState(false);
  const [codes, setCodes] = useState<readonly string[]>();
  const adopt = ({ recoveryCodes, ...factors }: FactorsChanged) => {
    queryClient.setQueryData(factorsQuery.queryKey, factors);
    if (recoveryCodes) setCodes(recoveryCodes);
  };
  const removing = useDeskSend(removeFactor, (changed) => {
    adopt(changed);
    toast(texts.removed, "done");
  });
  const renewing = useDeskSend(newRecoveryCodes, adopt);
  if (error && !data) return <DeskError error={error} onRetry={() => void refetch()} />;
  if (!data) return <DeskSkeleton rows={2} />;
  const askRemove = ({ id, name }: Factor) =>
    askFirst({
      title: texts.removeAsk(name),
      content: texts.removeWhat,
      okText: texts.remove,
      onOk: () => removing.mutate({ factorId: id }),
    });
  const askRenew = () =>
    modal.confirm({
      title: texts.renewAsk,
      content: texts.renewWhat,
      okText: texts.renew,
      cancelText: common.cancel,
      onOk: () => renewing.mutate(undefined),
    });
  return (
    <section className="stack">
      <div className="row-between">
        <h2>{texts.list}</h2>
        <Button onClick={() => setAdding(true)}>{texts.add}</Button>
      </div>
      <ul aria-label={texts.list} className={styles.list}>
        {data.factors.map((factor) => (
          <FactorLine key={factor.id} factor={factor} onRemove={() => askRemove(factor)} />
        ))}
      </ul>
      <div className="row-between">
        <p>
          {texts.codes} <span className="quiet">{texts.codesLeft(data.recoveryCodesLeft)}</span>
        </p>
        <Button loading={renewing.isPending} onClick={askRenew}>
          {texts.renew}
        </Button>
      </div>
      <Modal
        open={adding}
        destroyOnHidden
        title={texts.add}
        footer={null}
        width={600}
        onCancel={() => setAdding(false)}
      >
        <DeskAddFactor
          onAdded={(changed, kind) => {
            setAdding(false);
            adopt(changed);
            toast(texts.added(texts.kinds[kind]), "done");
          }}
        />
      </Modal>
      <Modal
        open={codes !== undefined}
        destroyOnHidden
        title={texts.codes}
        footer={null}
        closable={false}
        keyboard={false}
        mask={{ closable: false }}
      >
        <DeskRecoveryCodes codes={codes ?? []} onKept={() => setCodes(undefined)} />
      </Modal>
    </section>
  );
}

function FactorLine({ factor, onRemove }: { factor: Factor; onRemove: () => void }) {
  const texts = useTexts(factorTexts);
  const language = useLanguage();
  const now = useNow();
  const Icon = icons[factor.kind];
  const say = (at: string) => sayMoment(at, now, language);
  return (
    <li>
      <Icon aria-hidden size={22} strokeWidth={1.8} />
      <div className={styles.words}>
        <p>{factor.name}</p>
        <p className="quiet small">
          {texts.kinds[factor.kind]} · {texts.addedOn(say(factor.createdAt))} ·{" "}
          {factor.lastUsedAt ? texts.usedOn(say(factor.lastUsedAt)) : texts.neverUsed}
        </p>
      </div>
      <Button type="text" danger aria-label={`${texts.remove} ${factor.name}`} onClick={onRemove}>
        {texts.remove}
      </Button>
    </li>
  );
}
