import type { Patient } from "@fuzhen/shared/patients/patient.schema.ts";
import type { AccessLine } from "@fuzhen/shared/oversight/oversight.schema.ts";
import { useLanguage, useTexts } from "../../../lib/i18n/define.ts";
import { titleTexts } from "../../../lib/i18n/titles.ts";
import { sayClock, sayDate } from "../../../lib/time.ts";
import { useNow } from "../../../lib/use-now.ts";
import { List, ListItem } from "../../../ui/shared/List.tsx";
import { StatusTag } from "../../../ui/shared/Tag.tsx";
import { Time } from "../../../ui/shared/Time.tsx";
import { accessLogTexts } from "../access-log.texts.ts";

interface AccessLogListProps {
  lines: readonly AccessLine[];
  relationship: Patient["relationship"];
}

/** Lines by hospital day, the latest day first; emergencies stand out by sign and word. */
export function AccessLogList({ lines, relationship }: AccessLogListProps) {
  const language = useLanguage();
  const now = useNow();
  const days = [...new Set(lines.map(({ day }) => day))];
  return days.map((day) => (
    <section key={day} className="stack-tight">
      <h2 className="quiet">
        <Time at={`${day}T12:00:00+08:00`} form="day" withDate />
      </h2>
      <List label={sayDate(day, now, language)}>
        {lines
          .filter((line) => line.day === day)
          .map((line) => (
            <Line
              key={`${line.lastAt} ${line.who.name} ${line.listed} ${line.emergency}`}
              {...{ line, relationship }}
            />
          ))}
      </List>
    </section>
  ));
}

function Line({ line, relationship }: { line: AccessLine; relationship: Patient["relationship"] }) {
  const texts = useTexts(accessLogTexts);
  const titles = useTexts(titleTexts);
  const { who, purposes, listed, emergency, firstAt, lastAt } = line;
  const [from, until] = [sayClock(firstAt), sayClock(lastAt)];
  const account = relationship === "self" ? texts.self : texts.family;
  const name = who.kind === "account" ? account : who.name;
  const rank = who.title ? titles[who.title] : texts.roles[who.role];
  const place = [who.organizationName, who.departmentName].filter((part) => part !== null).join(" ");
  return (
    <ListItem
      title={
        <>
          {name}
          {who.kind === "staff" && <span className="quiet"> {rank}</span>}
        </>
      }
      detail={
        <>
          {listed ? texts.listed : purposes.map((purpose) => texts.did[purpose]).join(texts.and)}
          {place !== "" && (
            <>
              <br />
              {place}
            </>
          )}
        </>
      }
      trailing={
        <span className="stack-tight">
          <time dateTime={firstAt} className="num">
            {from === until ? until : `${from}–${until}`}
          </time>
          {emergency && <StatusTag tone="attention">{texts.emergency}</StatusTag>}
        </span>
      }
    />
  );
}
