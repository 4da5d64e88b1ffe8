import type { ExportLanguage } from "@fuzhen/shared/personal-data/personal-data.schema.ts";
import { requirePatientAccess } from "../care-access/index.ts";
import { openPatient } from "../patients/index.ts";
import { actorOf, type Ctx } from "../../platform/context.ts";
import { AppError } from "../../platform/errors.ts";
import { createFairLine } from "../../platform/fair-line.ts";
import { jsonOf } from "./own-data-json.ts";
import { pdfOf } from "./own-data-pdf.ts";
import { ownDataOf } from "./own-data.ts";
import { wordsOf } from "./own-data.words.ts";

/** A file is written in memory: one of an account and two of all at a time, and none larger than years of visits make it. */
const line = createFairLine({ perKey: 1, atOnce: 2 });
const MOST_BYTES = 32 * 1024 * 1024;

/** Collects pieces up to the size; `too_large` beyond, which is logged, for then the person has to be helped by hand. */
function collector() {
  const pieces: Buffer<ArrayBuffer>[] = [];
  let bytes = 0;
  return {
    pieces,
    take(piece: string | Buffer): void {
      const whole = Buffer.from(piece as string);
      bytes += whole.length;
      if (bytes > MOST_BYTES) throw new AppError("too_large");
      pieces.push(whole);
    },
  };
}

/**
 * The own data of a 就诊人 as a file: JSON for machines, PDF for people (R36, R55, PIPL Art. 45). For the account alone, after a fresh
 * proof of who asks; the gate is passed for this very purpose, and each part again by its own reading.
 */
export async function exportPatient(
  ctx: Ctx,
  { patientId, format, language }: { patientId: string; format: "json" | "pdf"; language: ExportLanguage },
): Promise<File> {
  const opened = { type: "Patient", id: patientId, action: "export-own-data", data: { format } } as const;
  await requirePatientAccess(ctx, patientId, "export-own-data", opened);
  return line.run(actorOf(ctx).userId, async () => {
    const patient = await openPatient(ctx, patientId);
    if (!patient) throw new AppError("forbidden");
    const { pieces, take } = collector();
    const madeAt = ctx.now();
    const data = ownDataOf(ctx, patientId);
    if (format === "pdf") {
      await pdfOf(patient, { madeAt, words: wordsOf[language], data, take });
      return new File(pieces, "own-data.pdf", { type: "application/pdf" });
    }
    for await (const piece of jsonOf(patient, madeAt, data)) take(piece);
    return new File(pieces, "own-data.json", { type: "application/json" });
  });
}
