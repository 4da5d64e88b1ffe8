import { z } from "zod";
import { endpoint } from "../endpoint.ts";
import { idSchema, pageInputSchema, pageOf } from "../fields.ts";
import {
  consultationLineSchema,
  consultationSchema,
  messageSchema,
  ringSchema,
  sendMessageInputSchema,
} from "./consultation.schema.ts";

const tags = ["consultations"];
const both = ["patient", "specialist"] as const;
const one = z.object({ consultationId: idSchema });

export const consultationsApi = {
  /** The specialist opens the visit of an accepted appointment; opening again answers the same visit. */
  open: endpoint(
    ["specialist"],
    [
      "judgement_required",
      "consent_required",
      "illegal_state",
      "licence_invalid",
      "experience_too_short",
      "too_early",
      "too_late",
    ],
  )
    .route({ method: "POST", path: "/appointments/{appointmentId}/consultation", tags })
    .input(z.object({ appointmentId: idSchema }))
    .output(consultationSchema),
  get: endpoint(both)
    .route({ method: "GET", path: "/consultations/{consultationId}", tags })
    .input(one)
    .output(consultationSchema),
  /** The caller's conversations, latest activity first. */
  mine: endpoint(both)
    .route({ method: "GET", path: "/consultations", tags })
    .input(pageInputSchema)
    .output(pageOf(consultationLineSchema)),
  /** Of the specialist's own finished visits those where the patient has asked something that is unread or unanswered, latest first. */
  questions: endpoint(["specialist"])
    .route({ method: "GET", path: "/consultations/questions", tags })
    .output(z.object({ items: z.array(consultationLineSchema) })),
  /** Calls that ring for the caller now, on whatever page they are. */
  ringing: endpoint(both)
    .route({ method: "GET", path: "/consultations/ringing", tags })
    .output(z.object({ items: z.array(ringSchema) })),
  /** Turns that one call down for all devices of the caller, from any page; one that is taken or over stays as it is. */
  decline: endpoint(both)
    .route({ method: "POST", path: "/consultations/{consultationId}/calls/{callId}/decline", tags })
    .input(one.extend({ callId: idSchema }))
    .output(z.object({ ok: z.literal(true) })),
  /** Timeline in order of seq: the newest `limit`, those before `beforeSeq`, or those after `afterSeq` (gap fill). */
  messages: endpoint(both)
    .route({ method: "GET", path: "/consultations/{consultationId}/messages", tags })
    .input(
      one.extend({
        afterSeq: z.number().int().min(0).optional(),
        beforeSeq: z.number().int().min(1).optional(),
        limit: z.number().int().min(1).max(200).default(50),
      }),
    )
    .output(z.object({ messages: z.array(messageSchema), lastSeq: z.int() })),
  /** The same use case as the socket command `message:send`. */
  send: endpoint(both, ["visit_closed", "file_not_ready"])
    .route({ method: "POST", path: "/consultations/{consultationId}/messages", tags })
    .input(sendMessageInputSchema)
    .output(messageSchema),
};
