import { z } from "zod";
import { endpoint } from "../endpoint.ts";
import { idSchema, pageInputSchema, pageOf } from "../fields.ts";
import { notificationSchema } from "./notification.schema.ts";

const tags = ["notifications"];

export const notificationsApi = {
  mine: endpoint("signed-in")
    .route({ method: "GET", path: "/notifications", tags })
    .input(pageInputSchema)
    .output(pageOf(notificationSchema).extend({ unread: z.int() })),
  /** Marks those up to and including `upToId` as read. */
  markRead: endpoint("signed-in")
    .route({ method: "POST", path: "/notifications/read", tags })
    .input(z.object({ upToId: idSchema }))
    .output(z.object({ unread: z.int() })),
};
