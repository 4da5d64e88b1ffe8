type Save = () => Promise<unknown>;

const savers = new Set<Save>();

/** What a page has not saved yet and can save by itself; it is asked to before its person leaves. Answers how to take it back. */
export function onLeaving(save: Save): () => void {
  savers.add(save);
  return () => savers.delete(save);
}

/** Resolves when each has saved or failed; what could not be saved is still among the drafts. */
export const saveBeforeLeaving = (): Promise<unknown> => Promise.allSettled([...savers].map((save) => save()));
