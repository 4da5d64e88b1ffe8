import { useTexts } from "../../../lib/i18n/define.ts";
import { signTexts } from "../accounts.texts.ts";

/** The notice on personal information (R52), folded. */
export function PrivacyNotice() {
  const texts = useTexts(signTexts);
  return (
    <details>
      <summary>{texts.noticeTitle}</summary>
      <div className="prose">
        {texts.noticeBody.map((paragraph) => (
          <p key={paragraph}>{paragraph}</p>
        ))}
      </div>
    </details>
  );
}
