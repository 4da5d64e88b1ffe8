import { Button, Descriptions, Drawer } from "antd";
import type { ReactNode } from "react";
import type { AuditEvent, AuditFilter } from "@fuzhen/shared/oversight/oversight.schema.ts";
import { useTexts } from "../../../lib/i18n/define.ts";
import { Time } from "../../../ui/shared/Time.tsx";
import { auditTexts } from "../audit.texts.ts";
import { useAuditWords } from "../use-audit-words.ts";
import styles from "./Audit.module.css";

interface AuditDrawerProps {
  event: AuditEvent | null;
  onClose: () => void;
  onNarrow: (change: Partial<AuditFilter>) => void;
}

/** One row with all that is known, and ways on to what belongs to it. */
export function AuditDrawer({ event, onClose, onNarrow }: AuditDrawerProps) {
  const texts = useTexts(auditTexts);
  const words = useAuditWords();
  const code = (text: string) => <span className={styles.code}>{text}</span>;
  const items = (row: AuditEvent): [string, ReactNode][] => [
    [texts.at, <Time key="at" at={row.at} withDate />],
    [texts.who, words.who(row)],
    [texts.what, words.what(row)],
    [texts.purpose, words.purpose(row)],
    [texts.outcome, words.outcome(row)],
    [texts.patient, words.patients(row)],
    [texts.entity, code(`${row.entity.type} ${row.entity.id}`)],
    [texts.data, code(sayData(row.data))],
    [texts.ip, code(row.ip)],
    [texts.browser, row.userAgent],
    [texts.session, code(row.actor?.sessionId ?? "")],
    [texts.request, code(row.requestId)],
    [texts.seq, row.seq === null ? texts.sealing : <span className="num">{row.seq}</span>],
  ];
  const patient = event?.patients[0];
  const { actor } = event ?? {};
  return (
    <Drawer
      open={event !== null}
      size={520}
      title={texts.detail}
      destroyOnHidden
      onClose={onClose}
      footer={
        event && (
          <div className={styles.filters}>
            {actor && <Button onClick={() => onNarrow({ userId: actor.userId })}>{texts.onlyPerson}</Button>}
            {patient && <Button onClick={() => onNarrow({ patientId: patient.id })}>{texts.onlyPatient}</Button>}
            <Button onClick={() => onNarrow({ ref: event.requestId })} disabled={event.requestId.length !== 36}>
              {texts.onlyRequest}
            </Button>
          </div>
        )
      }
    >
      {event && (
        <Descriptions
          column={1}
          size="small"
          bordered
          items={items(event)
            .filter(([, value]) => value !== "")
            .map(([label, children]) => ({ key: label, label, children }))}
        />
      )}
    </Drawer>
  );
}

const sayData = (data: AuditEvent["data"]): string =>
  Object.entries(data)
    .filter(([, value]) => value !== null)
    .map(([name, value]) => `${name}: ${typeof value === "string" ? value : JSON.stringify(value)}`)
    .join(", ");
