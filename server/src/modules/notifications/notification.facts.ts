/** A notification was written for this user. */
interface NotificationCreated {
  notificationId: string;
  userId: string;
}

declare module "../../platform/outbox.ts" {
  interface Facts {
    "notification:created": NotificationCreated;
    /** This user has seen lines that were unread. */
    "notification:read": { userId: string };
  }
}
