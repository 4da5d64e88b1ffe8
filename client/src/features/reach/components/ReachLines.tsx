import { useQuery } from "@tanstack/react-query";
import type { ReachLine } from "@fuzhen/shared/reach/reach.schema.ts";
import { useTexts } from "../../../lib/i18n/define.ts";
import { List, ListItem } from "../../../ui/shared/List.tsx";
import { Section } from "../../../ui/shared/Section.tsx";
import { Notice } from "../../../ui/shared/Card.tsx";
import { EmptyState, ErrorState, ListSkeleton } from "../../../ui/shared/States.tsx";
import { Time } from "../../../ui/shared/Time.tsx";
import { reachLinesQuery } from "../api/lines.ts";
import { localTextsQuery } from "../api/local-texts.ts";
import { reachTexts } from "../reach.texts.ts";

/** What this person was lately told of outside the app, try by try. */
export function ReachLines() {
  const texts = useTexts(reachTexts);
  const { data, error, refetch } = useQuery(reachLinesQuery);
  return (
    <Section title={texts.lines}>
      {!data && (error ? <ErrorState error={error} onRetry={() => void refetch()} /> : <ListSkeleton rows={3} />)}
      {data?.length === 0 && <EmptyState>{texts.none}</EmptyState>}
      {data && data.length > 0 && (
        <List label={texts.lines}>
          {data.map((line) => (
            <ListItem
              key={line.id}
              title={texts.matters[line.matter]}
              detail={<Tries line={line} />}
              trailing={<Time at={line.raisedAt} />}
            />
          ))}
        </List>
      )}
    </Section>
  );
}

function Tries({ line: { tries, ended } }: { line: ReachLine }) {
  const texts = useTexts(reachTexts);
  const said = tries.map(({ way, outcome }) => `${texts.way[way]}：${texts.outcomes[outcome]}`);
  const end = ended === null ? texts.pending : ended === "done" && tries.length === 0 ? texts.inApp : texts.ends[ended];
  return <>{[...said, end].join(" · ")}</>;
}

/** Demonstration only, and said so: what the local driver took in place of a telephone company. */
export function LocalTexts() {
  const texts = useTexts(reachTexts);
  const { data = [] } = useQuery(localTextsQuery);
  return (
    <Section title={texts.local}>
      <Notice tone="attention">{texts.localLead}</Notice>
      {data.length === 0 ? (
        <EmptyState>{texts.noLocal}</EmptyState>
      ) : (
        <List label={texts.local}>
          {data.map(({ at, words }) => (
            <ListItem key={`${at} ${words}`} title={words} detail={<Time at={at} />} />
          ))}
        </List>
      )}
    </Section>
  );
}
