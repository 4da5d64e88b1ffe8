/**
 * Class, code and stack frames of an error for the log, without its message, in which drivers quote the document they
 * failed on. Only text that looks like a name, a code or a frame is kept, since a multi-line message can look like
 * anything.
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
