import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Alert, Button } from "antd";
import { useTexts } from "../../../lib/i18n/define.ts";
import { useErrorText } from "../../../lib/i18n/errors.ts";
import { useNow } from "../../../lib/use-now.ts";
import { endBreakGlass } from "../api/break-glass.ts";
import { careAccessTexts } from "../care-access.texts.ts";
import { timeLeft } from "../time-left.ts";
import { toast } from "../../../ui/shared/toast.ts";

interface Props {
  breakGlass: { id: string; until: string };
  onEnded: () => void;
}

/** Shown above a record that is open only by emergency access. */
export function EmergencyBanner({ breakGlass, onEnded }: Props) {
  const texts = useTexts(careAccessTexts);
  const errorText = useErrorText();
  const now = useNow(10_000);
  const queryClient = useQueryClient();
  const ending = useMutation({
    mutationFn: () => endBreakGlass(breakGlass.id),
    onSuccess: () => {
      toast(texts.ended, "done");
      onEnded();
      // The record must not stay in the cache. Removed after leaving, because its own page would fetch it again.
      queryClient.removeQueries({ queryKey: ["break-glass", "patient"] });
      void queryClient.invalidateQueries({ queryKey: ["break-glass", "mine"] });
    },
    onError: (error) => toast(errorText(error), "danger"),
  });
  return (
    <Alert
      type="error"
      showIcon
      role="status"
      title={texts.banner(timeLeft(breakGlass.until, now))}
      action={
        <Button danger loading={ending.isPending} onClick={() => ending.mutate()}>
          {texts.end}
        </Button>
      }
    />
  );
}
