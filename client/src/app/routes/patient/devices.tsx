import { DeviceList } from "../../../features/accounts/components/DeviceList.tsx";
import { deviceTexts } from "../../../features/accounts/devices.texts.ts";
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
