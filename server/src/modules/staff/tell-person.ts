import type { Services } from "../../platform/context.ts";
import type { Fact, FactConsumer } from "../../platform/outbox.ts";
import { AppError } from "../../platform/errors.ts";
import type { AccountNotice } from "../../platform/sms.ts";
import { getUser, openPhone } from "../users/index.ts";
import "./staff.facts.ts";

const notices: Record<string, AccountNotice> = {
  "staff:password-set": "password-set",
  "staff:factors-reset": "factors-reset",
};

async function tell(fact: Fact, services: Services): Promise<void> {
  const notice = notices[fact.type];
  if (!notice) return;
  const user = await getUser(fact.entity.id);
  if (!user) return;
  await services.sms.tell(openPhone(services.keys, user), notice, services.now()).catch((error: unknown) => {
    if (!(error instanceof AppError && error.code === "sms_unavailable")) throw error;
    services.log.warn({ userId: user.id, notice }, "notice could not be sent by text message");
  });
}

/**
 * Tells a person on their own phone what a colleague did to their ways in: the bell can only be read after signing in, in the way that was changed
 * (R64). Where no message can be sent the bell and the audit duty still know; a fact that comes twice tells twice.
 */
export const tellPerson = { name: "staff", deliver: tell } satisfies FactConsumer;
