/**
 * For work whose failure nobody needs to hear of. Why it cannot matter stands in a comment above the call: a test holds
 * that each has one, and that nothing else in the client drops an error.
 */
export async function quietly(work: Promise<unknown>): Promise<void> {
  try {
    await work;
  } catch {
    // Said where it is called.
  }
}
