import { useTexts } from "../../../lib/i18n/define.ts";
import { deskFormTexts } from "./desk-form.texts.ts";

/** Above a form that begins with what was typed into it before a session ended. */
export function KeptWords({ kept }: { kept: boolean }) {
  const texts = useTexts(deskFormTexts);
  return kept && <p style={{ marginBlockEnd: 16 }}>{texts.kept}</p>;
}
