import type { Patient } from "@fuzhen/shared/patients/patient.schema.ts";
import { useSend, type Sending } from "../../../lib/use-send.ts";

export interface PersonForm {
  onBusy: (busy: boolean) => void;
  onDone: (patient: Patient) => void;
}

/** Sends what was `typed` of a 就诊人: the page hears while it is under way, and what was kept of it goes once it is done. */
export const useSendPerson = <Input>(
  request: (input: Input) => Promise<Patient>,
  typed: Readonly<Record<string, unknown>>,
  { clear, onBusy, onDone }: PersonForm & { clear: () => void },
): Sending<Input> =>
  useSend(
    async (input: Input) => {
      onBusy(true);
      try {
        return await request(input);
      } finally {
        onBusy(false);
      }
    },
    (patient) => {
      clear();
      onDone(patient);
    },
    typed,
  );
