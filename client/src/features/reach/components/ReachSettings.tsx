import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import {
  ladder,
  mattersOf,
  usualSettings,
  type ReachSettings as Settings,
  type ReachWay,
} from "@fuzhen/shared/reach/reach.rules.ts";
import { ApiError } from "../../../lib/api/api-error.ts";
import { useTexts } from "../../../lib/i18n/define.ts";
import { errorTextNow } from "../../../lib/i18n/errors.ts";
import { useSession } from "../../../lib/session.tsx";
import { Button } from "../../../ui/shared/Button.tsx";
import { Card } from "../../../ui/shared/Card.tsx";
import { SelectField, TextField } from "../../../ui/shared/Field.tsx";
import { Section } from "../../../ui/shared/Section.tsx";
import { ErrorState, ListSkeleton } from "../../../ui/shared/States.tsx";
import { toast } from "../../../ui/shared/toast.ts";
import { saveReachSettings } from "../api/save-settings.ts";
import { reachSettingsQuery } from "../api/settings.ts";
import { pushStanding, turnPushOff, turnPushOn } from "../push-here.ts";
import { reachTexts } from "../reach.texts.ts";

/** How far each matter may follow this person, when not, and whether this device takes notices. On both faces. */
export function ReachSettings() {
  const texts = useTexts(reachTexts);
  const client = useQueryClient();
  const role = useSession().user?.role ?? "patient";
  const { data, error, refetch } = useQuery(reachSettingsQuery);
  const saving = useMutation({
    mutationFn: saveReachSettings,
    onMutate: (settings) => client.setQueryData(reachSettingsQuery.queryKey, (now) => now && { ...now, settings }),
    onError: (fault) => toast(errorTextNow(fault)),
    onSettled: () => client.invalidateQueries({ queryKey: reachSettingsQuery.queryKey }),
  });
  if (!data) return error ? <ErrorState error={error} onRetry={() => void refetch()} /> : <ListSkeleton rows={4} />;
  const { settings } = data;
  const save = (part: Partial<Settings>) => saving.mutate({ ...settings, ...part });
  const { quiet } = settings;
  return (
    <>
      <p className="secondary">{texts.lead}</p>
      <PushHere pushKey={data.pushKey} here={data.here} />
      <Section title={texts.what}>
        <Card>
          {data.text === "none" && <p>{texts.noText}</p>}
          {mattersOf(role).map((matter) => (
            <SelectField
              key={matter}
              label={texts.matters[matter]}
              value={settings.most[matter] ?? (ladder[matter].text === null ? "push" : "text")}
              onChange={(way: ReachWay) => save({ most: { ...settings.most, [matter]: way } })}
              options={(["app", "push", "text"] as const)
                .filter((way) => way !== "text" || ladder[matter].text !== null)
                .map((way) => ({ value: way, label: texts.ways[way] }))}
            />
          ))}
        </Card>
      </Section>
      <Section title={texts.quiet}>
        <Card>
          <p className="secondary">{texts.quietHint}</p>
          {quiet && (
            <>
              {(["from", "to"] as const).map((end) => (
                <TextField
                  key={end}
                  type="time"
                  label={end === "from" ? texts.quietFrom : texts.quietTo}
                  value={quiet[end]}
                  onChange={(time) => time !== "" && save({ quiet: { ...quiet, [end]: time } })}
                />
              ))}
            </>
          )}
          <Button onClick={() => save({ quiet: quiet ? null : usualSettings.quiet })}>
            {quiet ? texts.quietOff : texts.quietOn}
          </Button>
        </Card>
      </Section>
    </>
  );
}

function PushHere({ pushKey, here }: { pushKey: string | null; here: boolean }) {
  const texts = useTexts(reachTexts);
  const client = useQueryClient();
  const turning = useMutation({
    mutationFn: async (key: string | null) => {
      if (key === null) await turnPushOff();
      else if (!(await turnPushOn(key))) toast(texts.refused);
    },
    onError: (fault) =>
      toast(fault instanceof ApiError && fault.code === "invalid_input" ? texts.notOffered : errorTextNow(fault)),
    onSettled: () => client.invalidateQueries({ queryKey: reachSettingsQuery.queryKey }),
  });
  const standing = pushStanding();
  const hindrance = pushKey === null ? texts.notOffered : standing === "open" ? null : texts[standing];
  return (
    <Section title={texts.device}>
      <Card>
        <p>{hindrance ?? (here ? texts.on : texts.off)}</p>
        {hindrance === null && (
          <Button
            kind={here ? "secondary" : "primary"}
            loading={turning.isPending}
            onClick={() => turning.mutate(here ? null : pushKey)}
          >
            {here ? texts.turnOff : texts.turnOn}
          </Button>
        )}
      </Card>
    </Section>
  );
}
