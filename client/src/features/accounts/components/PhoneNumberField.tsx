import { useTexts } from "../../../lib/i18n/define.ts";
import { TextField } from "../../../ui/shared/Field.tsx";
import { signTexts } from "../accounts.texts.ts";

interface PhoneNumberFieldProps {
  value: string;
  onChange: (value: string) => void;
  error: string | undefined;
}

/** The number one signs in with; password managers know it as the user name. */
export function PhoneNumberField(props: PhoneNumberFieldProps) {
  const texts = useTexts(signTexts);
  return (
    <TextField {...props} label={texts.phone} name="phone" type="tel" inputMode="numeric" autoComplete="username" />
  );
}
