import type { Message } from "@fuzhen/shared/consultations/consultation.schema.ts";
import { api } from "../../../lib/api/client.ts";

/** Part of a timeline in order of seq: the newest entries, those before a number, or those after one. */
export function fetchMessages(input: {
  consultationId: string;
  afterSeq?: number;
  beforeSeq?: number;
  limit: number;
}): Promise<{ messages: Message[]; lastSeq: number }> {
  return api.consultations.messages(input);
}
