import { z } from "zod";
import { endpoint } from "../endpoint.ts";
import { instantSchema } from "../fields.ts";
import { localTextSchema, pushAddressSchema, reachLineSchema, reachSettingsSchema } from "./reach.schema.ts";

const tags = ["reach"];
const both = ["patient", "specialist"] as const;
const done = z.object({ ok: z.literal(true) });

export const reachApi = {
  /** How the caller is to be reached. `pushKey`: the server's public VAPID key (RFC 8292); null where no notices are sent. */
  settings: endpoint(both)
    .route({ method: "GET", path: "/reach/settings", tags })
    .output(
      z.object({
        settings: reachSettingsSchema,
        pushKey: z.string().nullable(),
        /** Whether the device of this session takes notices. */
        here: z.boolean(),
        text: z.enum(["sms", "local", "none"]),
      }),
    ),
  save: endpoint(both)
    .route({ method: "PUT", path: "/reach/settings", tags })
    .input(reachSettingsSchema)
    .output(reachSettingsSchema),
  /** Notices come to this device from now on, for as long as its session lasts; `invalid_input` for an address that is of no push service the server calls. */
  subscribe: endpoint(both)
    .route({ method: "POST", path: "/reach/device", tags })
    .input(pushAddressSchema.extend({ language: z.enum(["zh", "en"]) }))
    .output(done),
  unsubscribe: endpoint(both).route({ method: "DELETE", path: "/reach/device", tags }).output(done),
  /** What the caller was lately to be told of, latest first, with each try. */
  mine: endpoint(both)
    .route({ method: "GET", path: "/reach", tags })
    .output(z.object({ items: z.array(reachLineSchema) })),
  /** Demonstration only: text messages to the caller's number that the local driver took; empty elsewhere. */
  localTexts: endpoint(both)
    .route({ method: "GET", path: "/reach/local-texts", tags })
    .output(z.object({ items: z.array(localTextSchema), asOf: instantSchema })),
};
