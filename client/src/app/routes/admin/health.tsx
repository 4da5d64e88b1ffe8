import { useQueryClient } from "@tanstack/react-query";
import { Button } from "antd";
import { healthQuery } from "../../../features/operations/api/health.ts";
import { DeskHealth } from "../../../features/operations/components/DeskHealth.tsx";
import { healthTexts } from "../../../features/operations/health.texts.ts";
import { useTexts } from "../../../lib/i18n/define.ts";
import { DeskPage } from "../../../ui/desk/DeskPage.tsx";

export default function Health() {
  const texts = useTexts(healthTexts);
  const queryClient = useQueryClient();
  return (
    <DeskPage
      title={texts.title}
      actions={
        <Button onClick={() => void queryClient.invalidateQueries({ queryKey: healthQuery.queryKey })}>
          {texts.refresh}
        </Button>
      }
    >
      <DeskHealth />
    </DeskPage>
  );
}
