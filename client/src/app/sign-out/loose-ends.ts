import { uploadsFlag } from "../../features/files/uploads/upload-traces.ts";
import { api } from "../../lib/api/client.ts";
import { isBusy } from "../../lib/busy.ts";
import { hasTyped } from "../../lib/draft.ts";
import { getSession } from "../../lib/session.tsx";
import { typedElsewhere } from "../../lib/typed-flag.ts";
import { saveBeforeLeaving } from "../../lib/unsaved.ts";
import { outboxFlag } from "../../realtime/forget-outbox.ts";

/** What leaving now would lose or leave behind. */
export interface LooseEnds {
  /** Something typed that was never sent. */
  typed: boolean;
  /** The same in another tab of this browser, which signing out clears too. */
  typedElsewhere: boolean;
  messages: boolean;
  files: boolean;
  call: boolean;
  /** With whom visits are under way. */
  visits: readonly string[];
}

/** Saves what saves itself, then looks at what is left. */
export async function findLooseEnds(): Promise<LooseEnds> {
  const { user } = getSession();
  await saveBeforeLeaving();
  return {
    typed: user !== undefined && hasTyped(user.id),
    typedElsewhere: user !== undefined && typedElsewhere(user.id),
    messages: user !== undefined && outboxFlag.isUp(user.id),
    files: user !== undefined && uploadsFlag.isUp(user.id),
    call: isBusy(),
    visits: user && hasVisits(user) ? await visitsUnderWay() : [],
  };
}

const hasVisits = ({
  role,
  secondFactor,
  mustChangePassword,
}: {
  role: string;
  secondFactor: unknown;
  mustChangePassword: boolean;
}) => (role === "patient" || role === "specialist") && secondFactor === null && !mustChangePassword;

async function visitsUnderWay(): Promise<string[]> {
  try {
    const { items } = await api.consultations.mine({ limit: 20 });
    return items.filter((line) => line.status === "in-progress").map((line) => line.withName);
  } catch {
    // If the line is down, the sign-out request fails as well and says so.
    return [];
  }
}

export const isLoose = ({ typed, typedElsewhere: elsewhere, messages, files, call, visits }: LooseEnds): boolean =>
  typed || elsewhere || messages || files || call || visits.length > 0;
