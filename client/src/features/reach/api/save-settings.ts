import type { ReachSettings } from "@fuzhen/shared/reach/reach.rules.ts";
import { api } from "../../../lib/api/client.ts";

export const saveReachSettings = ({ most, quiet }: ReachSettings) => api.reach.save({ most, quiet });
