import { useParams } from "../../../lib/router/index.ts";
import { checkTexts } from "../../../features/waiting/check/check.texts.ts";
import { DeviceCheck } from "../../../features/waiting/check/DeviceCheck.tsx";
import { useTexts } from "../../../lib/i18n/define.ts";
import { Page } from "../../../ui/mobile/Page.tsx";
import { ButtonLink } from "../../../ui/shared/Button.tsx";

export default function DeviceCheckPage() {
  const texts = useTexts(checkTexts);
  const { appointmentId = "" } = useParams();
  const back = `/appointments/${appointmentId}`;
  return (
    <Page title={texts.title} back={back}>
      <DeviceCheck
        done={
          <ButtonLink kind="secondary" block to={back}>
            {texts.toAppointment}
          </ButtonLink>
        }
      />
    </Page>
  );
}
