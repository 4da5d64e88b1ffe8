import { useQuery } from "@tanstack/react-query";
import { commonTexts } from "../../../lib/i18n/common.ts";
import { useTexts } from "../../../lib/i18n/define.ts";
import { Tag } from "../../../ui/shared/Tag.tsx";
import { Time } from "../../../ui/shared/Time.tsx";
import { questionsQuery } from "../api/questions.ts";
import { chatTexts } from "../chat.texts.ts";
import styles from "./Questions.module.css";

interface Props {
  selectedId: string | undefined;
  onSelect: (appointmentId: string) => void;
}

/** What patients ask after their visits, apart from the visits of the day, of whichever day they were. */
export function Questions({ selectedId, onSelect }: Props) {
  const texts = useTexts(chatTexts);
  const common = useTexts(commonTexts);
  const { data } = useQuery(questionsQuery);
  if (!data || data.items.length === 0) return null;
  return (
    <section className={styles.questions} aria-label={texts.questions(data.items.length)}>
      <h2 className={styles.title}>{texts.questions(data.items.length)}</h2>
      <ul className={styles.list}>
        {data.items.map((line) => (
          <li key={line.id}>
            <button
              type="button"
              className={styles.row}
              aria-current={line.appointmentId === selectedId}
              onClick={() => onSelect(line.appointmentId)}
            >
              <span className={styles.who}>
                <span className="one-line">{line.patientName}</span>
                <Tag tone="attention">{line.unread > 0 ? common.unread(line.unread) : texts.unanswered}</Tag>
                <span className="small quiet">
                  <Time at={line.lastAt} form="moment" />
                </span>
              </span>
              <span className="small quiet one-line">{line.lastKind === "image" ? texts.image : line.lastMessage}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
