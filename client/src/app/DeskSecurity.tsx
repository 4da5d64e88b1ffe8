import { useQuery } from "@tanstack/react-query";
import { Drawer } from "antd";
import { reachSettingsQuery } from "../features/reach/api/settings.ts";
import { LocalTexts, ReachLines } from "../features/reach/components/ReachLines.tsx";
import { ReachSettings } from "../features/reach/components/ReachSettings.tsx";
import { useSession } from "../lib/session.tsx";
import { useTexts } from "../lib/i18n/define.ts";
import { deviceTexts } from "../features/sessions/devices.texts.ts";
import { DeskDevices } from "../features/sessions/components/DeskDevices.tsx";
import { DeskFactors } from "../features/factors/components/DeskFactors.tsx";
import styles from "../ui/desk/Security.module.css";

/** 登录与安全 of one's own account, beside the work. */
export default function DeskSecurity({ open, onClose }: { open: boolean; onClose: () => void }) {
  const texts = useTexts(deviceTexts);
  const reached = useSession().user?.role === "specialist";
  const text = useQuery({ ...reachSettingsQuery, enabled: reached }).data?.text;
  return (
    <Drawer open={open} size={560} title={texts.security} destroyOnHidden onClose={onClose}>
      <div className={styles.parts}>
        <DeskFactors />
        <DeskDevices />
        {reached && (
          <div className="stack">
            <ReachSettings />
            <ReachLines />
            {text === "local" && <LocalTexts />}
          </div>
        )}
      </div>
    </Drawer>
  );
}
