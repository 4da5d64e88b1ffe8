import type { Consultation } from "@fuzhen/shared/consultations/consultation.schema.ts";
import type { ClientCommand, CommandOutput, ServerEvent, ServerPayload } from "@fuzhen/shared/realtime/events.ts";
import type { LiveLine } from "../../../realtime/live-line.ts";

export const VISIT_ID = "a".repeat(24);

export const visitOf = (part: Partial<Consultation> = {}): Consultation => ({
  id: VISIT_ID,
  appointment: {
    id: "1".repeat(24),
    start: "2026-11-25T06:30:00.000Z",
    end: "2026-11-25T06:45:00.000Z",
    status: "checked-in",
    visitKind: "video",
    feeCents: 5000,
    patient: { id: "2".repeat(24), name: "张伟", sex: "male", birthDate: "1980-05-01", age: 46 },
    specialist: {
      id: "3".repeat(24),
      name: "李敏",
      title: "chief",
      departmentName: "肾内科",
      organizationName: "北京医院",
    },
    feePayment: { way: "unsaid", note: "" },
    disease: "IgA 肾病",
    diagnosedAt: "北京医院",
    proofReportId: "4".repeat(24),
    reportIds: [],
    message: "",
    judgement: null,
    queued: null,
    checkedInAt: null,
    cancelled: null,
    moved: null,
    consultationId: VISIT_ID,
    consultationStatus: "in-progress",
    opensAt: "2026-11-25T06:00:00.000Z",
    abilities: {
      cancel: false,
      checkIn: false,
      supplement: false,
      judge: false,
      open: false,
      enter: true,
      restore: false,
    },
  },
  participants: [
    { id: "patient", kind: "patient", name: "张伟", self: true },
    { id: "specialist", kind: "specialist", name: "李敏", self: false },
  ],
  status: "in-progress",
  openedAt: "2026-11-25T06:30:00.000Z",
  finishedAt: null,
  questionsUntil: null,
  lastSeq: 0,
  marks: { patient: { deliveredSeq: 0, readSeq: 0 }, specialist: { deliveredSeq: 0, readSeq: 0 } },
  call: null,
  abilities: { send: true, call: true, writeNote: false, readPlan: false },
  ...part,
});

type Replies = { [C in ClientCommand]?: (input: unknown) => CommandOutput<C> | Promise<CommandOutput<C>> };

/** A live connection in a test: replies are given, facts are told, the line is cut and mended by hand. */
export function fakeLine(replies: Replies) {
  let up = true;
  const sent: { name: ClientCommand; input: unknown }[] = [];
  const handlers = new Map<string, Set<(payload: never) => void>>();
  const listen = (event: string, run: (payload: never) => void) => {
    const set = handlers.get(event) ?? new Set();
    handlers.set(event, set);
    set.add(run);
    return () => void set.delete(run);
  };
  const tell = (event: string, payload: unknown) => {
    for (const run of handlers.get(event) ?? []) run(payload as never);
  };
  const line: LiveLine = {
    connected: () => up,
    async send(name, input) {
      sent.push({ name, input });
      const reply = replies[name] as ((input: unknown) => never) | undefined;
      if (!up || !reply) throw new TypeError(`${name}: no answer`);
      return reply(input);
    },
    on: listen,
    onUp: (run) => listen("up", run),
    onDown: (run) => listen("down", run),
  };
  return {
    line,
    sent,
    names: () => sent.map(({ name }) => name),
    replies,
    fact: <E extends ServerEvent>(event: E, payload: ServerPayload<E>) => tell(event, payload),
    cut() {
      up = false;
      tell("down", undefined);
    },
    mend() {
      up = true;
      tell("up", undefined);
    },
  };
}
