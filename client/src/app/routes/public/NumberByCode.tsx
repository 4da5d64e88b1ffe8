import { PhoneNumberField } from "../../../features/accounts/components/PhoneNumberField.tsx";
import { CodeField } from "../../../features/codes/components/CodeField.tsx";
import type { CodeRequest } from "../../../features/codes/hooks/use-code.ts";
import type { Sending } from "../../../lib/use-send.ts";

interface NumberByCodeProps<Input> {
  code: CodeRequest;
  /** Of the form these fields are in: it says which of the two was refused. */
  sending: Sending<Input>;
  phone: string;
  onPhone: (phone: string) => void;
  digits: string;
  onDigits: (digits: string) => void;
}

/** A mobile number, and the code sent to it that proves whose it is. */
export function NumberByCode<Input>({ code, sending, phone, onPhone, digits, onDigits }: NumberByCodeProps<Input>) {
  return (
    <>
      <PhoneNumberField value={phone} onChange={onPhone} error={sending.fieldError("phone") ?? code.phoneError} />
      <CodeField code={code} phone={phone} value={digits} onChange={onDigits} error={sending.fieldError("code")} />
    </>
  );
}
