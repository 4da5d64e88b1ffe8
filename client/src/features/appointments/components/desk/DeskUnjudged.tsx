import { useQuery } from "@tanstack/react-query";
import { useTexts } from "../../../../lib/i18n/define.ts";
import { Time } from "../../../../ui/shared/Time.tsx";
import { unjudgedQuery } from "../../api/unjudged.ts";
import { deskWorklistTexts } from "../../desk-worklist.texts.ts";
import styles from "./DeskWorklist.module.css";

interface Props {
  selectedId: string | undefined;
  onSelect: (appointmentId: string) => void;
}

/** Bookings of later days that wait for a 复诊 judgement; nothing when there are none. */
export function DeskUnjudged({ selectedId, onSelect }: Props) {
  const texts = useTexts(deskWorklistTexts);
  const rows = useQuery(unjudgedQuery).data?.appointments ?? [];
  if (rows.length === 0) return null;
  return (
    <section aria-label={texts.unjudged}>
      <h3 className={styles.part}>
        {texts.unjudged} {rows.length}
      </h3>
      <ul className={styles.list}>
        {rows.map(({ id, patient, start, disease }) => (
          <li key={id}>
            <button type="button" className={styles.row} aria-current={id === selectedId} onClick={() => onSelect(id)}>
              <span className={styles.time}>
                <Time at={start} form="moment" />
              </span>
              <span className="one-line">
                {patient.name} <span className="small quiet">{disease}</span>
              </span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
