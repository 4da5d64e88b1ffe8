import { useQuery } from "@tanstack/react-query";
import { reachSettingsQuery } from "../../../features/reach/api/settings.ts";
import { LocalTexts, ReachLines } from "../../../features/reach/components/ReachLines.tsx";
import { ReachSettings } from "../../../features/reach/components/ReachSettings.tsx";
import { reachTexts } from "../../../features/reach/reach.texts.ts";
import { useTexts } from "../../../lib/i18n/define.ts";
import { Page } from "../../../ui/mobile/Page.tsx";

export default function Reach() {
  const texts = useTexts(reachTexts);
  const text = useQuery(reachSettingsQuery).data?.text;
  return (
    <Page title={texts.title} back="/me">
      <ReachSettings />
      <ReachLines />
      {text === "local" && <LocalTexts />}
    </Page>
  );
}
