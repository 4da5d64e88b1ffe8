import { defineTexts } from "../../../lib/i18n/define.ts";

export const deskFormTexts = defineTexts({
  zh: {
    leaveTitle: "放弃已填的内容？",
    leaveHint: "关闭后，刚才填写的内容不会保存。",
    leave: "放弃",
    stay: "继续填写",
    kept: "上次填到一半，还没有提交，接着填就好。",
    passwordTitle: (name: string) => `${name} 的初始密码`,
    passwordHint: "只显示这一次。请当面告诉本人；首次登录必须修改。忘了可以重设。",
    copy: "复制",
    copied: "已复制",
    noted: "我已记下",
  },
  en: {
    leaveTitle: "Throw away what you typed?",
    leaveHint: "Once closed, what was typed is gone.",
    leave: "Throw away",
    stay: "Go on typing",
    kept: "You did not finish this last time; what you typed is still here.",
    passwordTitle: (name) => `Initial password of ${name}`,
    passwordHint:
      "Shown this once. Tell it in person; it must be changed at the first sign-in. If lost, set a new one.",
    copy: "Copy",
    copied: "Copied",
    noted: "I have it",
  },
});
