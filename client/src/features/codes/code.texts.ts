import { countEn, defineTexts } from "../../lib/i18n/define.ts";

/** Codes by text message. */
export const codeTexts = defineTexts({
  zh: {
    label: "短信验证码",
    get: "获取验证码",
    again: "重新获取",
    wait: (seconds: number) => `${seconds} 秒后可重发`,
    sent: (phone: string, minutes: number) => `已向 ${phone} 发送验证码，${minutes} 分钟内有效。`,
    printed: "演示模式不发短信，验证码打印在服务器的控制台里。",
  },
  en: {
    label: "Code by text message",
    get: "Get a code",
    again: "Get another",
    wait: (seconds) => `Again in ${seconds} s`,
    sent: (phone, minutes) => `A code was sent to ${phone}. It is valid for ${countEn(minutes, "minute", "minutes")}.`,
    printed: "The demo sends no text messages: the code is printed on the server's console.",
  },
});
