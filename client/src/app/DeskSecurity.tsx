import { Drawer } from "antd";
import { useTexts } from "../lib/i18n/define.ts";
import { deviceTexts } from "../features/sessions/devices.texts.ts";
import { DeskDevices } from "../features/sessions/components/DeskDevices.tsx";
import { DeskFactors } from "../features/factors/components/DeskFactors.tsx";
import styles from "../ui/desk/Security.module.css";

/** 登录与安全 of one's own account, beside the work. */
export default function DeskSecurity({ open, onClose }: { open: boolean; onClose: () => void }) {
  const texts = useTexts(deviceTexts);
  return (
    <Drawer open={open} size={560} title={texts.security} destroyOnHidden onClose={onClose}>
      <div className={styles.parts}>
        <DeskFactors />
        <DeskDevices />
      </div>
    </Drawer>
  );
}
