/** What pages and the specialist's desk compose; nothing in it needs antd. */
export { ConsultationPane } from "./components/ConsultationPane.tsx";
export { Questions } from "./components/Questions.tsx";
export { consultationQuery } from "./api/consultation.ts";
export { unreadOf, useUnreadTalk } from "./hooks/use-unread-talk.ts";
