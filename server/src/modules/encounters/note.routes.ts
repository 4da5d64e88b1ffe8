import { encountersApi } from "@fuzhen/shared/encounters/note.api.ts";
import { actorOf } from "../../platform/context.ts";
import { bindRoutes } from "../../platform/routes.ts";
import { searchIcd10 } from "../terminology/index.ts";
import { getLastNote, getNote, getPlan, plansOfPatient } from "./note.reads.ts";
import { saveNote } from "./save-note.ts";
import { signNote } from "./sign-note.ts";

export const routes = bindRoutes(encountersApi, {
  note: (ctx, { consultationId }) => getNote(ctx, consultationId),
  lastNote: (ctx, { consultationId }) => getLastNote(ctx, consultationId),
  saveNote,
  signNote,
  plan: (ctx, { consultationId }) => getPlan(ctx, consultationId),
  plansOfPatient,
  searchDiagnoses: async (ctx, { q }) =>
    (await ctx.lines.searches.run(actorOf(ctx).userId, () => searchIcd10(q))).map(({ code, display }) => ({
      code,
      display,
    })),
});
