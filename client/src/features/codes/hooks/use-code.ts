import { maskPhone } from "@fuzhen/shared/patients/masks.ts";
import type { CodePurpose, CodeSent } from "@fuzhen/shared/codes/code.schema.ts";
import { useState } from "react";
import { serverNow } from "../../../lib/server-clock.ts";
import { useSend } from "../../../lib/use-send.ts";
import { sendCode } from "../api/send-code.ts";

const MINUTE_MS = 60_000;

/** A code that is on its way, as the screen speaks of it. */
interface Underway extends Pick<CodeSent, "resendAt" | "channel"> {
  /** Where to, masked. */
  phone: string;
  /** Valid for, when it was sent. */
  minutes: number;
}

export interface CodeRequest {
  get: (phone: string) => void;
  busy: boolean;
  underway: Underway | undefined;
  /** Of the number itself; shown at its field. */
  phoneError: string | undefined;
  /** Of the sending: too often, no text messages now. */
  error: string | undefined;
}

/** Asks for codes of one purpose. `typed`: the number in its field. What was typed elsewhere in the form is not touched. */
export function useCode(purpose: CodePurpose, typed: string): CodeRequest {
  const [underway, setUnderway] = useState<Underway>();
  const onSent = ({ expiresAt, resendAt, channel }: CodeSent, { phone }: Parameters<typeof sendCode>[0]) => {
    const minutes = Math.round((Date.parse(expiresAt) - serverNow()) / MINUTE_MS);
    setUnderway({ phone: maskPhone(phone.trim()), minutes, resendAt, channel });
  };
  const sending = useSend(sendCode, onSent, { phone: typed });
  return {
    get: (phone) => sending.send({ phone, purpose }),
    busy: sending.form.busy,
    underway,
    phoneError: sending.fieldError("phone"),
    error: sending.form.error,
  };
}
