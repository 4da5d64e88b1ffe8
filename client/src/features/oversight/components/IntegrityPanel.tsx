import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Button } from "antd";
import type { ChainCheckReply } from "@fuzhen/shared/oversight/oversight.schema.ts";
import { useTexts } from "../../../lib/i18n/define.ts";
import { DeskError } from "../../../ui/desk/DeskStates.tsx";
import { useDeskSend } from "../../../ui/desk/use-desk-send.ts";
import { Skeleton } from "../../../ui/shared/States.tsx";
import { StatusTag } from "../../../ui/shared/Tag.tsx";
import { Time } from "../../../ui/shared/Time.tsx";
import { checkIntegrity } from "../api/check-integrity.ts";
import { integrityQuery } from "../api/integrity.ts";
import { auditWordTexts } from "../audit-words.texts.ts";
import { auditTexts } from "../audit.texts.ts";
import styles from "./Audit.module.css";

/** How far the trail is sealed, what its last check found, and a check now. */
export function IntegrityPanel() {
  const texts = useTexts(auditTexts);
  const client = useQueryClient();
  const { data, error, refetch } = useQuery(integrityQuery);
  const check = useDeskSend(
    () => checkIntegrity(),
    () => void client.invalidateQueries({ queryKey: integrityQuery.queryKey }),
  );
  if (error && !data) return <DeskError error={error} onRetry={() => void refetch()} />;
  return (
    <section className={styles.integrity} aria-label={texts.integrity}>
      <strong>{texts.integrity}</strong>
      {!data && <Skeleton shape="short" />}
      {data && (
        <span>
          {data.head ? (
            <>
              <span className="num">{texts.sealedUpTo(data.head.seq)}</span> <Time at={data.head.sealedAt} form="ago" />
            </>
          ) : (
            texts.notSealed
          )}
        </span>
      )}
      {data && <output>{data.lastCheck ? <Found check={data.lastCheck} /> : texts.neverChecked}</output>}
      <Button size="small" loading={check.isPending} onClick={() => check.mutate(undefined)}>
        {texts.checkNow}
      </Button>
    </section>
  );
}

function Found({ check }: { check: ChainCheckReply }) {
  const texts = useTexts(auditTexts);
  const words = useTexts(auditWordTexts);
  const { broken } = check;
  if (broken === null)
    return (
      <>
        <StatusTag tone="done">{texts.whole(check.rows)}</StatusTag> <Time at={check.at} />
      </>
    );
  return (
    <>
      <StatusTag tone="danger">{texts.brokenAt(broken.seq)}</StatusTag> {words.breaks[broken.kind]}。
      {texts.tellOperator} <Time at={check.at} />
    </>
  );
}
