import { defineTexts } from "../../lib/i18n/define.ts";

const names = (list: readonly string[]) => list.slice(0, 3).join("、") + (list.length > 3 ? "…" : "");

export const signOutTexts = defineTexts({
  zh: {
    ask: "退出登录？",
    what: "报告和预约都在，重新登录就能看到。",
    visits: (list: readonly string[]) => `与${names(list)}的问诊还没结束。退出后，您在这台设备上收不到消息和来电。`,
    call: "您正在通话，退出会离开通话。",
    lost: "退出后，这台设备上的这些内容会被清除：",
    typed: "写了一半、还没提交的内容",
    typedElsewhere: "在另一个标签页里写了一半的内容",
    messages: "还没发出去的消息",
    files: "还没传完的文件",
    away: "没能退出：连不上服务器，这台设备上仍是登录状态。请联网后再退出一次。",
    failed: "没能退出，这台设备上仍是登录状态。",
    leave: "退出登录",
    again: "再退出一次",
    stay: "先不退出",
  },
  en: {
    ask: "Sign out?",
    what: "Reports and bookings stay and come back when you sign in.",
    visits: (list) =>
      `A visit is not over yet: ${list.slice(0, 3).join(", ")}. Once signed out, this device gets no messages and calls.`,
    call: "You are in a call; signing out leaves it.",
    lost: "Signing out removes from this device:",
    typed: "What you have begun to write and not submitted",
    typedElsewhere: "What you have begun to write in another tab",
    messages: "Messages that have not been sent yet",
    files: "Files that have not been sent yet",
    away: "Not signed out: the server cannot be reached, and this device is still signed in. Please try again when you are online.",
    failed: "Not signed out: this device is still signed in.",
    leave: "Sign out",
    again: "Try again",
    stay: "Stay",
  },
});
