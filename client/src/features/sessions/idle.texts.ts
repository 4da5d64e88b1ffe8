import { countEn, defineTexts } from "../../lib/i18n/define.ts";

export const idleTexts = defineTexts({
  zh: {
    title: "还在吗？",
    left: (seconds: number) => `您有一会儿没有操作了。为保护患者信息，${seconds} 秒后自动退出登录。`,
    kept: "写了一半的内容会保留，重新登录后接着写。",
    stay: "继续工作",
    leave: "现在退出",
  },
  en: {
    title: "Are you still there?",
    left: (seconds) =>
      `You have done nothing for a while. To protect patients' data you are signed out in ${countEn(seconds, "second", "seconds")}.`,
    kept: "What you have begun to write is kept for when you sign in again.",
    stay: "Go on working",
    leave: "Sign out now",
  },
});
