/**
 * Class, code and stack frames of a fault, without its message: drivers quote in it the document they failed on. Only what
 * looks like a name, a code and a frame passes, for a message of several rows can look like anything else.
 */
export function describeFault(error: unknown): { name: string; code?: string | number; stack?: string } {
  if (!(error instanceof Error)) return { name: typeof error };
  const code = "code" in error ? error.code : undefined;
  const stack = error.stack ?? "";
  const frames = stack
    .slice(stack.startsWith(`${error.name}: ${error.message}`) ? error.name.length + 2 + error.message.length : 0)
    .split("\n")
    .filter((row) => /^ {4}at .*:\d+:\d+\)?$/.test(row))
    .slice(0, 12)
    .join("\n");
  return {
    name: /^\w{1,60}$/.test(error.name) ? error.name : "Error",
    ...(typeof code === "number" || (typeof code === "string" && /^\w{1,60}$/.test(code)) ? { code } : {}),
    ...(frames ? { stack: frames } : {}),
  };
}
