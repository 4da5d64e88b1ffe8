import type { ReachMatter } from "@fuzhen/shared/reach/reach.rules.ts";

/** What a device shows. It may lie on a table: no name, no illness, no department. */
export interface Notice {
  title: string;
  body: string;
  /** Where a press leads. */
  url: string;
  /** A later notice with the same tag takes the place of the earlier. */
  tag: string;
}

const titles = { zh: "复诊桥", en: "Fuzhen" } as const;
const bodies: Record<ReachMatter, Record<"zh" | "en", string>> = {
  "visit-opened": { zh: "医生在等您，请进入诊室", en: "Your doctor is waiting. Please come in" },
  call: { zh: "有一个视频来电", en: "Incoming video call" },
  "visit-soon": { zh: "还有 10 分钟就到约定的时间", en: "Your appointment is in 10 minutes" },
  "follow-up-returned": { zh: "有一个预约需要您看一下", en: "Please look at one of your bookings" },
  "plan-ready": { zh: "医生给您写了新内容，请查看", en: "Your doctor has written something for you" },
  "chat-answer": { zh: "您有新消息", en: "You have a new message" },
  "patient-checked-in": { zh: "有人已签到，正在等候", en: "Somebody has checked in and is waiting" },
  "patient-message": { zh: "您有新消息", en: "You have a new message" },
  "red-flag": { zh: "有一条留言请尽快查看", en: "Please read a message soon" },
};

const paths: Record<ReachMatter, (id: string) => string> = {
  "visit-opened": (id) => `/room/${id}`,
  call: (id) => `/room/${id}`,
  "visit-soon": (id) => `/appointments/${id}`,
  "follow-up-returned": (id) => `/appointments/${id}`,
  "plan-ready": (id) => `/plan/${id}`,
  "chat-answer": (id) => `/room/${id}`,
  "patient-checked-in": (id) => `/desk/${id}`,
  "patient-message": (id) => `/desk/${id}`,
  "red-flag": (id) => `/desk/${id}`,
};

/** Of a specialist every subject is an appointment. */
export function noticeOf(
  matter: ReachMatter,
  subject: { type: "appointment" | "consultation"; id: string },
  language: "zh" | "en",
): Notice {
  const url = matter === "call" && subject.type === "appointment" ? `/desk/${subject.id}` : paths[matter](subject.id);
  return { title: titles[language], body: bodies[matter][language], url, tag: `${matter}:${subject.id}` };
}
