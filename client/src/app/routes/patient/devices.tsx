import { DeviceList } from "../../../features/sessions/components/DeviceList.tsx";
import { deviceTexts } from "../../../features/sessions/devices.texts.ts";
import { useTexts } from "../../../lib/i18n/define.ts";
import { Page } from "../../../ui/mobile/Page.tsx";

export default function Devices() {
  const texts = useTexts(deviceTexts);
  return (
    <Page title={texts.title} back="/me">
      <DeviceList />
    </Page>
  );
}
