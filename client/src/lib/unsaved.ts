type Save = () => Promise<unknown>;

const savers = new Set<Save>();

/**
 * A page registers here what it has not saved yet and can save by itself; it is asked to before its person signs out.
 * Answers a function that unregisters it.
 */
export function onLeaving(save: Save): () => void {
  savers.add(save);
  return () => savers.delete(save);
}

/** Resolves when each has saved or failed; what could not be saved is still among the drafts. */
export const saveBeforeLeaving = (): Promise<unknown> => Promise.allSettled([...savers].map((save) => save()));
