/** The file has been processed: its pictures are available, or it was refused and nothing of it is kept. */
interface FileSettled {
  fileId: string;
  ownerUserId: string;
  consultationId: string | null;
  outcome: "ready" | "refused";
}

declare module "../../platform/outbox.ts" {
  interface Facts {
    "file:settled": FileSettled;
  }
}
