import { defineTexts } from "../../lib/i18n/define.ts";

/** How a call begins: on the button, and on the banner that rings. */
export const callingTexts = defineTexts({
  zh: {
    start: "视频通话",
    decline: "拒接",
    hangUp: "挂断",
    stands: {
      ringing: (name: string) => `${name}发起了视频通话`,
      elsewhere: "您正在另一台设备上通话",
      open: "视频通话还在进行",
    },
    enter: { ringing: "接听", elsewhere: "转到这里", open: "回到通话" },
  },
  en: {
    start: "Video call",
    decline: "Decline",
    hangUp: "Hang up",
    stands: {
      ringing: (name) => `${name} is calling you`,
      elsewhere: "You are in this call on another device",
      open: "The video call is still on",
    },
    enter: { ringing: "Answer", elsewhere: "Move it here", open: "Return to the call" },
  },
});
