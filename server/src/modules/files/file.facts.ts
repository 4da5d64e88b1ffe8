import type { FileSubject } from "@fuzhen/shared/files/file.schema.ts";

/** The file has been processed: its pictures are available, or it was refused and nothing of it is kept. */
interface FileSettled {
  fileId: string;
  ownerUserId: string;
  subject: FileSubject;
  outcome: "ready" | "refused";
}

/** Malware was found in it: nobody is given it any more. */
interface FileQuarantined {
  fileId: string;
  ownerUserId: string;
  subject: FileSubject;
  /** As the scanner names it. */
  signature: string;
}

declare module "../../platform/outbox.ts" {
  interface Facts {
    "file:settled": FileSettled;
    "file:quarantined": FileQuarantined;
  }
}
