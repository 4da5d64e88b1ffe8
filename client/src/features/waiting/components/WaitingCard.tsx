import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import type { WaitingPlace } from "@fuzhen/shared/waiting/waiting.schema.ts";
import { useTexts } from "../../../lib/i18n/define.ts";
import { useErrorText } from "../../../lib/i18n/errors.ts";
import { sayClock } from "../../../lib/time.ts";
import { useNow } from "../../../lib/use-now.ts";
import { useStandingError } from "../../../lib/use-standing-error.ts";
import { Button } from "../../../ui/shared/Button.tsx";
import { Card, Notice } from "../../../ui/shared/Card.tsx";
import { placeQuery, tellWaiting } from "../api/place.ts";
import { lastCheck } from "../check/last-check.ts";
import { thisDevice } from "../this-device.ts";
import { waitingTexts } from "../waiting.texts.ts";

/** Somebody who has checked in: how many go first and about when their turn comes, leaving without losing the place, and the call. */
export function WaitingCard({ appointmentId }: { appointmentId: string }) {
  const texts = useTexts(waitingTexts);
  const errorText = useErrorText();
  const queryClient = useQueryClient();
  const { data: place } = useQuery(placeQuery(appointmentId));
  const tell = useMutation({
    mutationFn: tellWaiting,
    onSuccess: (now) => queryClient.setQueryData(placeQuery(appointmentId).queryKey, now),
  });
  const fault = useStandingError(tell.error);
  const { mutate } = tell;
  const waits = place?.waits ?? false;
  const called = place?.called ?? false;
  useEffect(() => {
    if (waits) mutate({ appointmentId, device: { ...thisDevice(), ...lastCheck() } });
  }, [appointmentId, mutate, waits]);
  // Whoever has this page before their eyes is there; a page in the background answers once it is looked at.
  useEffect(() => {
    if (!called) return undefined;
    const answer = () => {
      if (document.visibilityState === "visible") mutate({ appointmentId, here: true });
    };
    answer();
    document.addEventListener("visibilitychange", answer);
    return () => document.removeEventListener("visibilitychange", answer);
  }, [appointmentId, called, mutate]);
  if (!place?.waits) return null;
  if (place.called)
    return (
      <Card calling>
        <div aria-live="assertive">
          <h2>{texts.called}</h2>
          <p>{texts.calledLead}</p>
        </div>
      </Card>
    );
  return (
    <Card>
      <div className="stack-tight" aria-live="polite">
        <h2>{texts.ahead(place.ahead ?? 0)}</h2>
        <Turn wait={place.wait} />
        {place.passes > 0 && <Notice tone="attention">{texts.passed(place.passes, place.callsBeforeNoShow)}</Notice>}
        {place.away && <p>{texts.left}</p>}
      </div>
      {fault !== null && <Notice tone="danger">{errorText(fault)}</Notice>}
      <Button block loading={tell.isPending} onClick={() => mutate({ appointmentId, away: !place.away })}>
        {place.away ? texts.back : texts.leave}
      </Button>
    </Card>
  );
}

function Turn({ wait }: Pick<WaitingPlace, "wait">) {
  const texts = useTexts(waitingTexts);
  const now = useNow();
  if (!wait) return null;
  if (wait.kind === "around") return <p>{texts.around(sayClock(wait.at))}</p>;
  const [from, until] = [sayClock(wait.from), sayClock(wait.until)];
  return (
    <>
      <p>{Date.parse(wait.from) <= now.getTime() || from === until ? texts.soon(until) : texts.band(from, until)}</p>
      <p className="quiet small">{texts.bandHow}</p>
    </>
  );
}
