import webpush from "web-push";
import type { TryOutcome } from "@fuzhen/shared/reach/reach.schema.ts";
import type { Ctx } from "../../platform/context.ts";
import { describeFault } from "../../platform/describe-fault.ts";
import { findLiveSession } from "../sessions/index.ts";
import { allowedEndpoint, pushHosts } from "./push-hosts.ts";
import { devicesOf, dropDevices, vapidKeys, type PushDevice } from "./push.repo.ts";
import type { Notice } from "./reach.words.ts";

const TIMEOUT_MS = 5000;
/** The subscription is no more (RFC 8030 7.3). */
const GONE: readonly number[] = [404, 410];

/**
 * Sends a notice to all devices of a person whose sessions live, encrypted for each (RFC 8291): the service in between reads only
 * when and how much. `sent` when one of them was taken. Devices that are gone, or signed out, are forgotten.
 */
export async function sendPush(
  ctx: Ctx,
  userId: string,
  notice: (language: "zh" | "en") => Notice,
  { lastsMs, urgent }: { lastsMs: number; urgent: boolean },
): Promise<TryOutcome> {
  if (pushHosts(ctx.env).length === 0) return "no-device";
  const outcomes: TryOutcome[] = [];
  for (const device of await devicesOf(ctx.keys, userId)) {
    if (await findLiveSession(device.sessionId, ctx.now()))
      outcomes.push(await sendOne(ctx, device, JSON.stringify(notice(device.language)), { lastsMs, urgent }));
    else await dropDevices({ _id: device.id });
  }
  return (["sent", "unavailable", "refused"] as const).find((one) => outcomes.includes(one)) ?? "no-device";
}

async function sendOne(
  ctx: Ctx,
  { id, address }: PushDevice,
  payload: string,
  { lastsMs, urgent }: { lastsMs: number; urgent: boolean },
): Promise<TryOutcome> {
  // Asked again: the list may have been shortened since.
  const url = allowedEndpoint(ctx.env, address.endpoint);
  if (!url) return "refused";
  const vapidDetails = { subject: ctx.env.PUSH_CONTACT, ...(await vapidKeys(ctx.keys)) };
  try {
    const { headers, body } = webpush.generateRequestDetails(address, payload, {
      TTL: Math.floor(lastsMs / 1000),
      urgency: urgent ? "high" : "normal",
      vapidDetails,
    });
    const { "Content-Length": _length, ...rest } = headers as Record<string, string>;
    const response = await fetch(url, {
      method: "POST",
      headers: rest,
      body: new Uint8Array(body ?? Buffer.alloc(0)),
      // Another address than the one that is allowed is not called.
      redirect: "error",
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    await response.body?.cancel();
    if (GONE.includes(response.status)) {
      await dropDevices({ _id: id });
      return "no-device";
    }
    if (response.ok) return "sent";
    ctx.log.warn({ status: response.status, host: url.host }, "notice refused by the push service");
    return "refused";
  } catch (error) {
    ctx.log.warn({ host: url.host, error: describeFault(error) }, "push service does not answer");
    return "unavailable";
  }
}
