import mongoose from "mongoose";
import { usualSettings, type ReachSettings } from "@fuzhen/shared/reach/reach.rules.ts";
import { ReachSettingsModel } from "./reach-settings.model.ts";

/** As this person has set it, else the usual. */
export async function settingsOf(userId: string): Promise<ReachSettings> {
  const row = await ReachSettingsModel.findById(userId).lean();
  return row ? { most: row.most, quiet: row.quiet } : usualSettings;
}

export async function saveSettings(userId: string, { most, quiet }: ReachSettings): Promise<void> {
  const _id = new mongoose.Types.ObjectId(userId);
  await ReachSettingsModel.updateOne({ _id }, { $set: { most, quiet } }, { upsert: true });
}
