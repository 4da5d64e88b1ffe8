import { consultationsApi } from "@fuzhen/shared/consultations/consultation.api.ts";
import { bindRoutes } from "../../platform/routes.ts";
import { turnDown } from "./call-room.ts";
import { presentConsultation } from "./consultation.present.ts";
import { getMessages, getVisit, listMine, listQuestions } from "./consultation.reads.ts";
import { openConsultation } from "./open-consultation.ts";
import { listRinging } from "./ringing.reads.ts";
import { standingNow } from "./require-participant.ts";
import { sendMessage } from "./send-message.ts";

export const routes = bindRoutes(consultationsApi, {
  open: async (ctx, { appointmentId }) => presentConsultation(ctx, await openConsultation(ctx, appointmentId)),
  get: (ctx, { consultationId }) => getVisit(ctx, consultationId),
  mine: listMine,
  questions: listQuestions,
  ringing: listRinging,
  decline: (ctx, { consultationId, callId }) => turnDown(ctx, consultationId, callId),
  messages: getMessages,
  send: async (ctx, input) => sendMessage(ctx, input, await standingNow(ctx, input.consultationId)),
});
