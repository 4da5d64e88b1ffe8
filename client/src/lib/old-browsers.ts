/** Browsers of the floor that lack something later ones have. Most people download none of this. */
export const lacksBuiltIns = (): boolean => !("toSorted" in Array.prototype && "hasOwn" in Object);
export const lacksGrowing = (): boolean => !CSS.supports("field-sizing", "content");

/** Brings what this browser lacks before the app begins. */
export async function fillIn(): Promise<void> {
  await Promise.all([
    lacksBuiltIns() && import("./polyfills.ts"),
    lacksGrowing() && import("./grow-textareas.ts").then(({ growTextareas }) => growTextareas()),
  ]);
}
