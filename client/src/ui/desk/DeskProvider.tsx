import { App, ConfigProvider } from "antd";
import enUS from "antd/locale/en_US";
import zhCN from "antd/locale/zh_CN";
import dayjs from "dayjs";
import "dayjs/locale/zh-cn";
import { useLayoutEffect, useMemo, type ReactNode } from "react";
import { useLanguage } from "../../lib/i18n/define.ts";
import { useShownTheme } from "../../lib/prefs.ts";
import { deskTheme } from "./theme.ts";

/** Around every desk page: antd with our tokens and language. `App.useApp()` gives the modal; what is said in passing is a `toast`. */
export function DeskProvider({ children }: { children: ReactNode }) {
  const language = useLanguage();
  const shown = useShownTheme();
  const theme = useMemo(() => deskTheme(shown), [shown]);

  // antd's calendars take the names of months and the first day of the week from dayjs.
  useLayoutEffect(() => {
    dayjs.locale(language === "zh" ? "zh-cn" : "en");
  }, [language]);

  return (
    <ConfigProvider locale={language === "zh" ? zhCN : enUS} theme={theme} button={{ autoInsertSpace: false }}>
      <App component={false}>{children}</App>
    </ConfigProvider>
  );
}
