import { DemoSeedModel } from "./demo-seed.model.ts";

export const isSeeded = async (part: string): Promise<boolean> => (await DemoSeedModel.exists({ _id: part })) !== null;

/** Harmless when the part was marked before. */
export async function markSeeded(part: string, at: Date): Promise<void> {
  await DemoSeedModel.updateOne({ _id: part }, { $setOnInsert: { doneAt: at } }, { upsert: true });
}
