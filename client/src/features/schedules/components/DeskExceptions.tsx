import { Button, DatePicker } from "antd";
import dayjs from "dayjs";
import type { ExtraSession, ScheduleClosure } from "@fuzhen/shared/schedules/schedule.schema.ts";
import { useTexts } from "../../../lib/i18n/define.ts";
import { deskSchedulesTexts } from "../desk-schedules.texts.ts";
import { nextClosure, nextExtra, type ScheduleDraft } from "../schedule-draft.ts";
import { DeskClosureRow } from "./DeskClosureRow.tsx";
import styles from "./DeskScheduleEditor.module.css";
import { DeskSessionRow } from "./DeskSessionRow.tsx";

interface Props {
  draft: ScheduleDraft;
  today: string;
  faulty: (path: string) => boolean;
  onChange: (change: Partial<Pick<ScheduleDraft, "closures" | "extras">>) => void;
}

const swapped = <T,>(list: readonly T[], index: number, value: T): T[] =>
  list.map((other, i) => (i === index ? value : other));
const without = <T,>(list: readonly T[], index: number): T[] => list.filter((_, i) => i !== index);

/** What single days have less or more than the week: 停诊 and 加诊. */
export function DeskExceptions({ draft, today, faulty, onChange }: Props) {
  const texts = useTexts(deskSchedulesTexts);
  const { closures, extras } = draft;
  const setClosure = (index: number, closure: ScheduleClosure) =>
    onChange({ closures: swapped(closures, index, closure) });
  const setExtra = (index: number, extra: ExtraSession) => onChange({ extras: swapped(extras, index, extra) });
  return (
    <>
      <section className={styles.part} aria-label={texts.closures}>
        <h3>{texts.closures}</h3>
        <p className="quiet small">{texts.closuresHint}</p>
        <div className="stack">
          {closures.map((closure, index) => (
            <DeskClosureRow
              key={index}
              closure={closure}
              today={today}
              faulty={faulty(`closures.${index}.`)}
              onChange={(next) => setClosure(index, next)}
              onRemove={() => onChange({ closures: without(closures, index) })}
            />
          ))}
          <div>
            <Button onClick={() => onChange({ closures: [...closures, nextClosure(today)] })}>
              {texts.addClosure}
            </Button>
          </div>
        </div>
      </section>
      <section className={styles.part} aria-label={texts.extras}>
        <h3>{texts.extras}</h3>
        <p className="quiet small">{texts.extrasHint}</p>
        <div className="stack">
          {extras.map((extra, index) => (
            <div key={index} className={styles.dated}>
              <DeskSessionRow
                session={extra}
                when={
                  <DatePicker
                    aria-label={texts.extraDay}
                    allowClear={false}
                    disabledDate={(day) => day.format("YYYY-MM-DD") < today}
                    status={faulty(`extras.${index}.`) ? "error" : ""}
                    value={dayjs(extra.day)}
                    onChange={(value) => value && setExtra(index, { ...extra, day: value.format("YYYY-MM-DD") })}
                  />
                }
                label={extra.day}
                faulty={faulty(`extras.${index}.`)}
                onChange={(change) => setExtra(index, { ...extra, ...change })}
                onRemove={() => onChange({ extras: without(extras, index) })}
              />
            </div>
          ))}
          <div>
            <Button onClick={() => onChange({ extras: [...extras, nextExtra(draft, today)] })}>{texts.addExtra}</Button>
          </div>
        </div>
      </section>
    </>
  );
}
