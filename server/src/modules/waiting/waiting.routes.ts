import { contract } from "@fuzhen/shared/contract.ts";
import { bindRoutes } from "../../platform/routes.ts";
import { presentAppointment, presentChanged } from "../appointments/index.ts";
import { callNext } from "./call-next.ts";
import { passOver, putBack } from "./end-call.ts";
import { readPlace } from "./place.reads.ts";
import { tellWaiting } from "./tell-waiting.ts";

export const routes = bindRoutes(contract.waiting, {
  next: async (ctx, input) => {
    const called = await callNext(ctx, input);
    return { appointment: called && (await presentAppointment(ctx, called)) };
  },
  putBack: async (ctx, { appointmentId }) => presentAppointment(ctx, await putBack(ctx, appointmentId)),
  passOver: async (ctx, { appointmentId }) => presentChanged(ctx, await passOver(ctx, appointmentId)),
  place: (ctx, { appointmentId }) => readPlace(ctx, appointmentId),
  tell: tellWaiting,
});
