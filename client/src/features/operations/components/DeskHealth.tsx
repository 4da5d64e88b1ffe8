import { useQuery } from "@tanstack/react-query";
import { type HealthLevel, type HealthPart, healthParts } from "@fuzhen/shared/operations/health-parts.ts";
import { useTexts } from "../../../lib/i18n/define.ts";
import { DeskError, DeskSkeleton } from "../../../ui/desk/DeskStates.tsx";
import { DeskTable } from "../../../ui/desk/lists/DeskTable.tsx";
import { StatusTag } from "../../../ui/shared/Tag.tsx";
import { Time } from "../../../ui/shared/Time.tsx";
import { healthQuery } from "../api/health.ts";
import { healthTexts } from "../health.texts.ts";
import { HealthFacts } from "./HealthFacts.tsx";

const tones = { good: "done", watch: "attention", act: "danger" } as const satisfies Record<HealthLevel, string>;
const order: Record<HealthLevel, number> = { act: 0, watch: 1, good: 2 };

/** Every part of the machine with its word, what is behind it, and what to do; what needs somebody comes first. */
export function DeskHealth() {
  const texts = useTexts(healthTexts);
  const { data: health, error, refetch } = useQuery(healthQuery);
  if (error && !health) return <DeskError error={error} onRetry={() => void refetch()} />;
  if (!health) return <DeskSkeleton rows={healthParts.length} />;
  const { levels } = health;
  const count = (level: HealthLevel) => healthParts.filter((part) => levels[part] === level).length;
  const parts: HealthPart[] = healthParts.toSorted((a, b) => order[levels[a]] - order[levels[b]]);
  return (
    <div className="stack">
      <output className="stack-tight">
        <strong>{texts.summary(count("act"), count("watch"))}</strong>
        {error && <span>{texts.stale}</span>}
      </output>
      <p className="quiet">
        {texts.checked} <Time at={health.at} form="clock" /> · {texts.running(health.version)}{" "}
        <Time at={health.since} />
      </p>
      <DeskTable
        label={texts.title}
        rowKey={(part) => part}
        rows={parts}
        columns={[
          { key: "part", title: texts.part, cell: (part) => <strong>{texts.parts[part]}</strong>, stick: "start" },
          {
            key: "state",
            title: texts.state,
            cell: (part) => <StatusTag tone={tones[levels[part]]}>{texts.levels[levels[part]]}</StatusTag>,
          },
          { key: "now", title: texts.now, cell: (part) => <HealthFacts part={part} health={health} />, wide: true },
          {
            key: "todo",
            title: texts.todo,
            cell: (part) => (levels[part] === "good" ? null : texts.todos[part]),
            wide: true,
          },
        ]}
      />
    </div>
  );
}
