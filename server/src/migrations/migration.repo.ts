import { duplicateKeyOf } from "../platform/database.ts";
import { MigrationModel } from "./migration.model.ts";

export const isDone = async (name: string): Promise<boolean> => (await MigrationModel.exists({ _id: name })) !== null;

/** Another server may have done the same step in the meantime; both record the same. */
export async function markDone(name: string, rows: number, at: Date): Promise<void> {
  await MigrationModel.create([{ _id: name, rows, at }]).catch((error: unknown) => {
    if (!duplicateKeyOf(error)) throw error;
  });
}
