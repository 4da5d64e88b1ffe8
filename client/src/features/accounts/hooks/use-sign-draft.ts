import { useDraft } from "../../../lib/draft.ts";

/** The number typed on one page of the way in is there on the others: signing in, signing up, a forgotten password. */
export const useSignDraft = () => useDraft("sign", { phone: "" });
