import { z } from "zod";

/** Where a crash of the browser was caught: while drawing a part of the page, or in what runs beside it. */
export const crashPlaces = ["pane", "script"] as const;

/**
 * A crash of the browser: the class of the error and where in our own code it was, never its message, which may quote what
 * somebody typed. A frame is `function /assets/file.js:line:column`; addresses of pages, which hold ids, are not taken.
 */
export const crashSchema = z
  .object({
    name: z.string().regex(/^[A-Za-z]\w{0,59}$/, { error: "crash_name" }),
    place: z.enum(crashPlaces),
    frames: z
      .array(
        z.string().regex(/^(?:[\w$.<>]{1,80} )?\/(?:assets|src)\/[\w./-]{1,160}\.(?:m?js|tsx?):\d{1,7}:\d{1,7}$/, {
          error: "crash_frame",
        }),
      )
      .max(12, { error: "too_many" }),
  })
  .meta({ id: "Crash" });
export type Crash = z.infer<typeof crashSchema>;
