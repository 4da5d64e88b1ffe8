import mongoose from "mongoose";
import type { ReachSettings } from "@fuzhen/shared/reach/reach.rules.ts";

/** How a person wants to be reached, by their id; who has no row is reached as usual. */
const reachSettingsSchema = new mongoose.Schema<ReachSettings & { _id: mongoose.Types.ObjectId }>(
  {
    _id: { type: mongoose.Schema.Types.ObjectId, required: true },
    most: { type: mongoose.Schema.Types.Mixed, required: true },
    quiet: { type: mongoose.Schema.Types.Mixed, default: null },
  },
  { collection: "reach_settings", versionKey: false, minimize: false },
);

export const ReachSettingsModel = mongoose.model("ReachSettings", reachSettingsSchema);
