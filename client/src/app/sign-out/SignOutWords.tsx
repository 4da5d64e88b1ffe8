import { signOutTexts } from "../../features/accounts/sign-out.texts.ts";
import { useTexts } from "../../lib/i18n/define.ts";
import { useErrorText } from "../../lib/i18n/errors.ts";
import type { LooseEnds } from "./loose-ends.ts";

/** What leaving costs, in the words of phone and desk alike. */
export function SignOutWords({ ends, error }: { ends: LooseEnds; error: unknown }) {
  const texts = useTexts(signOutTexts);
  const errorText = useErrorText();
  const lost = (["typed", "typedElsewhere", "messages", "files"] as const).filter((kind) => ends[kind]);
  return (
    <div className="stack-tight">
      {ends.call && <p>{texts.call}</p>}
      {ends.visits.length > 0 && <p>{texts.visits(ends.visits)}</p>}
      {lost.length > 0 && (
        <>
          <p>{texts.lost}</p>
          <ul style={{ paddingInlineStart: "1.25em" }}>
            {lost.map((kind) => (
              <li key={kind}>{texts[kind]}</li>
            ))}
          </ul>
        </>
      )}
      <p>{texts.what}</p>
      {error !== null && error !== undefined && (
        <p role="alert" className="danger">
          {error instanceof TypeError ? texts.away : `${texts.failed} ${errorText(error)}`}
        </p>
      )}
    </div>
  );
}
