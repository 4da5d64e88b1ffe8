import { useQuery } from "@tanstack/react-query";
import { FlaskConical } from "lucide-react";
import { useTexts } from "../../../lib/i18n/define.ts";
import { serverNow } from "../../../lib/server-clock.ts";
import { Button } from "../../../ui/shared/Button.tsx";
import { Notice } from "../../../ui/shared/Card.tsx";
import { demoAccountsQuery } from "../api/demo-accounts.ts";
import { canComputeTotp, totpAt } from "../demo-totp.ts";
import { secondStepTexts } from "../second-step.texts.ts";

/** Fills in for the authenticator app that visitors of the demo do not have; renders nothing outside demo mode. */
export function DemoCode({ name, onCode }: { name: string; onCode: (code: string) => void }) {
  const texts = useTexts(secondStepTexts);
  const { data } = useQuery(demoAccountsQuery);
  // The session knows no number; names of the demo are unique.
  const secret = data?.find((account) => account.name === name)?.totpSecret;
  if (!secret) return null;
  if (!canComputeTotp()) return <Notice tone="attention">{texts.demoAway(secret)}</Notice>;
  return (
    <Button
      block
      icon={<FlaskConical aria-hidden size={20} />}
      onClick={() => void totpAt(secret, serverNow()).then(onCode)}
    >
      {texts.demo}
    </Button>
  );
}
