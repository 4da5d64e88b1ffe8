import type { ExportLanguage } from "@fuzhen/shared/personal-data/personal-data.schema.ts";
import { requirePatientAccess } from "../care-access/index.ts";
import { openPatient } from "../patients/index.ts";
import { actorOf, type Ctx } from "../../platform/context.ts";
import { describeFault } from "../../platform/describe-fault.ts";
import { AppError } from "../../platform/errors.ts";
import { createFairLine } from "../../platform/fair-line.ts";
import { FileStream, inPieces } from "../../platform/file-stream.ts";
import { jsonOf } from "./own-data-json.ts";
import { pdfOf } from "./own-data-pdf.ts";
import { ownDataOf } from "./own-data.ts";
import { wordsOf } from "./own-data.words.ts";

/** Setting type takes the processor: one file of an account and four of all at a time, until they are read or given up. */
const line = createFairLine({ perKey: 1, atOnce: 4 });

/**
 * The own data of a 就诊人 as a file: JSON for machines, PDF for people (R36, R55, PIPL Art. 45). For the account alone, after a fresh
 * proof of who asks; the gate is passed for this very purpose, and each part again by its own reading. It is written while it is
 * read, so a record of any length comes whole; where a right ends meanwhile, or something fails, the line is cut.
 */
export async function exportPatient(
  ctx: Ctx,
  { patientId, format, language }: { patientId: string; format: "json" | "pdf"; language: ExportLanguage },
): Promise<FileStream> {
  const opened = { type: "Patient", id: patientId, action: "export-own-data", data: { format } } as const;
  await requirePatientAccess(ctx, patientId, "export-own-data", opened);
  const leave = await line.enter(actorOf(ctx).userId);
  try {
    const patient = await openPatient(ctx, patientId);
    if (!patient) throw new AppError("forbidden");
    const madeAt = ctx.now();
    const data = ownDataOf(ctx, patientId);
    const [type, small] =
      format === "pdf"
        ? ["application/pdf", pdfOf(patient, { madeAt, words: wordsOf[language], data })]
        : ["application/json", jsonOf(patient, madeAt, data)];
    return new FileStream({ name: `own-data.${format}`, type }, inPieces(told(ctx, small)), leave);
  } catch (error) {
    leave();
    throw error;
  }
}

/** The answer is on its way by then, so nobody else tells of what fails in it. */
async function* told(ctx: Ctx, small: AsyncIterable<string | Uint8Array>): AsyncGenerator<string | Uint8Array> {
  try {
    yield* small;
  } catch (error) {
    ctx.log.warn({ requestId: ctx.requestId, error: describeFault(error) }, "own data not sent whole");
    throw error;
  }
}
