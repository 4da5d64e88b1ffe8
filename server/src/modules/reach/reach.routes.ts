import { reachApi } from "@fuzhen/shared/reach/reach.api.ts";
import { mattersOf, type ReachSettings } from "@fuzhen/shared/reach/reach.rules.ts";
import type { PushAddress, ReachLine } from "@fuzhen/shared/reach/reach.schema.ts";
import { actorOf, type Ctx } from "../../platform/context.ts";
import { AppError } from "../../platform/errors.ts";
import { bindRoutes } from "../../platform/routes.ts";
import { getUser, openPhone } from "../users/index.ts";
import { allowedEndpoint, pushHosts } from "./push-hosts.ts";
import { dropDevices, hasDevice, keepDevice, vapidKeys } from "./push.repo.ts";
import { reachOf, type ReachRow } from "./reach.repo.ts";
import { saveSettings, settingsOf } from "./reach-settings.repo.ts";

async function readSettings(ctx: Ctx) {
  const { userId, sessionId } = actorOf(ctx);
  const offered = pushHosts(ctx.env).length > 0;
  const text =
    ctx.sms.channel === "console" ? ("local" as const) : ctx.env.SMS_URL ? ("sms" as const) : ("none" as const);
  return {
    settings: await settingsOf(userId),
    pushKey: offered ? (await vapidKeys(ctx.keys)).publicKey : null,
    here: await hasDevice(sessionId),
    text,
  };
}

/** Of matters that do not concern the caller nothing is kept. */
async function writeSettings(ctx: Ctx, { most, quiet }: ReachSettings): Promise<ReachSettings> {
  const { userId, role } = actorOf(ctx);
  const own = mattersOf(role);
  const settings = { most: Object.fromEntries(own.flatMap((one) => (most[one] ? [[one, most[one]]] : []))), quiet };
  await saveSettings(userId, settings);
  return settings;
}

/** `invalid_input` also for an address that is none the server calls. */
async function subscribe(ctx: Ctx, { language, ...address }: PushAddress & { language: "zh" | "en" }) {
  const { userId, sessionId } = actorOf(ctx);
  if (!allowedEndpoint(ctx.env, address.endpoint)) throw new AppError("invalid_input");
  await keepDevice(ctx.keys, { userId, sessionId, address, language, createdAt: ctx.now() });
  return { ok: true as const };
}

async function unsubscribe(ctx: Ctx) {
  await dropDevices({ sessionId: actorOf(ctx).sessionId });
  return { ok: true as const };
}

const lineOf = ({ _id, matter, raisedAt, ended, tries }: ReachRow): ReachLine => ({
  id: String(_id),
  matter,
  raisedAt: raisedAt.toISOString(),
  ended,
  tries: tries.map(({ way, at, outcome }) => ({ way, at: at.toISOString(), outcome })),
});

async function localTexts(ctx: Ctx) {
  const user = await getUser(actorOf(ctx).userId);
  const taken = user ? ctx.sms.taken(openPhone(ctx.keys, user)) : [];
  return { items: taken.map(({ at, words }) => ({ at: at.toISOString(), words })), asOf: ctx.now().toISOString() };
}

export const routes = bindRoutes(reachApi, {
  settings: readSettings,
  save: writeSettings,
  subscribe,
  unsubscribe,
  mine: async (ctx) => ({ items: (await reachOf(actorOf(ctx).userId)).map(lineOf) }),
  localTexts,
});
