import { defineTexts } from "../../lib/i18n/define.ts";

/** The frame of the desk's pages. */
export const deskTexts = defineTexts({
  zh: {
    nav: "工作台导航",
    skip: "跳到主要内容",
    security: "登录与安全",
    password: "修改密码",
    signOut: "退出登录",
    account: "账号菜单",
    theme: "外观",
    themeSystem: "跟随系统",
    themeLight: "浅色",
    themeDark: "深色",
    language: "语言",
    resize: "拖动或用方向键调整宽度",
    brokenPart: "这一块出了点问题，其他部分不受影响。",
  },
  en: {
    nav: "Workbench navigation",
    skip: "Skip to the main content",
    security: "Sign-in and security",
    password: "Change password",
    signOut: "Sign out",
    account: "Account menu",
    theme: "Appearance",
    themeSystem: "Like the system",
    themeLight: "Light",
    themeDark: "Dark",
    language: "Language",
    resize: "Drag or use the arrow keys to change the width",
    brokenPart: "Something went wrong in this part. The rest is not touched.",
  },
});
