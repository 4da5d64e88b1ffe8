/** What pages and the specialist's desk compose; nothing in it needs antd. */
export { ConsultationPane } from "./components/ConsultationPane.tsx";
export { ConversationList } from "./components/ConversationList.tsx";
export { consultationQuery } from "./api/consultation.ts";
export { conversationsQuery } from "./api/conversations.ts";
