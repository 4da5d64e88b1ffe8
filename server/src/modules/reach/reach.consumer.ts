import type { Services } from "../../platform/context.ts";
import type { Fact, FactConsumer, FactType } from "../../platform/outbox.ts";
import { getSpecialist } from "../specialists/index.ts";
import { dropDevices } from "./push.repo.ts";
import { raise, type Raised } from "./raise.ts";
import { talkFact } from "./seen.ts";
import { noteTalk } from "./talk.ts";

interface Visit {
  consultationId: string;
  appointmentId: string;
  accountId: string;
  specialistId: string;
}

const toPatient = (
  { accountId }: Pick<Visit, "accountId">,
  matter: Raised["matter"],
  fact: string,
  subject: Raised["subject"],
): Raised[] => [{ userId: accountId, matter, fact, subject }];

async function toSpecialist(
  { specialistId, appointmentId }: Pick<Visit, "specialistId" | "appointmentId">,
  matter: Raised["matter"],
  fact: string,
): Promise<Raised[]> {
  const userId = (await getSpecialist(specialistId))?.userId;
  return userId ? [{ userId, matter, fact, subject: { type: "appointment", id: appointmentId } }] : [];
}

const visit = ({ consultationId }: Pick<Visit, "consultationId">) =>
  ({ type: "consultation", id: consultationId }) as const;

/** Fact → who is to be reached for what. Nobody is for what they did themselves. */
const raisers: { [T in FactType]?: (fact: Fact<T>) => Raised[] | Promise<Raised[]> } = {
  "consultation:opened": ({ data }) => toPatient(data, "visit-opened", data.consultationId, visit(data)),
  "call:started": ({ data }) =>
    data.startedBy === "specialist"
      ? toPatient(data, "call", data.callId, visit(data))
      : toSpecialist(data, "call", data.callId),
  "appointment:judged": ({ data }) =>
    data.decision === "declined"
      ? toPatient(data, "follow-up-returned", data.appointmentId, { type: "appointment", id: data.appointmentId })
      : [],
  "appointment:checked-in": ({ data }) => toSpecialist(data, "patient-checked-in", data.appointmentId),
  "message:flagged": ({ data }) => toSpecialist(data, "red-flag", talkFact(data.consultationId, data.seq - 1)),
  "note:signed": ({ data }) => toPatient(data, "plan-ready", data.consultationId, visit(data)),
};

async function deliver(fact: Fact): Promise<void> {
  if (fact.type === "message:created") noteTalk((fact as Fact<"message:created">).data.consultationId, fact.at);
  if (fact.type === "session:revoked")
    await dropDevices({ sessionId: (fact as Fact<"session:revoked">).data.sessionId });
  const raiser = raisers[fact.type] as ((fact: Fact) => Raised[] | Promise<Raised[]>) | undefined;
  if (raiser) await raise(await raiser(fact), fact.at);
}

/** Idempotent: a row for each person, matter and fact. */
export const reachConsumer = {
  name: "reach",
  async deliverAll(facts: readonly Fact[], _services: Services): Promise<void> {
    for (const fact of facts) await deliver(fact);
  },
} satisfies FactConsumer;
