import { useTexts } from "../../../lib/i18n/define.ts";
import { serverNow } from "../../../lib/server-clock.ts";
import { useNow } from "../../../lib/use-now.ts";
import { Button } from "../../../ui/shared/Button.tsx";
import { Notice } from "../../../ui/shared/Card.tsx";
import { TextField } from "../../../ui/shared/Field.tsx";
import { codeTexts } from "../code.texts.ts";
import type { CodeRequest } from "../hooks/use-code.ts";

interface CodeFieldProps {
  code: CodeRequest;
  /** Where to, as typed. */
  phone: string;
  value: string;
  onChange: (value: string) => void;
  error: string | undefined;
}

/** 短信验证码 with its button. The phone may fill it in by itself, and it can be pasted (R74, WCAG 3.3.8). */
export function CodeField({ code, phone, value, onChange, error }: CodeFieldProps) {
  const texts = useTexts(codeTexts);
  const { underway } = code;
  return (
    <div className="stack-tight">
      <TextField
        label={texts.label}
        value={value}
        onChange={onChange}
        error={error ?? code.error}
        name="code"
        inputMode="numeric"
        autoComplete="one-time-code"
        beside={<GetButton code={code} onGet={() => code.get(phone)} />}
      />
      <output>
        {underway && (
          <Notice tone={underway.channel === "console" ? "attention" : "info"}>
            {underway.channel === "console" ? texts.printed : texts.sent(underway.phone, underway.minutes)}
          </Notice>
        )}
      </output>
    </div>
  );
}

function GetButton({ code, onGet }: { code: CodeRequest; onGet: () => void }) {
  const texts = useTexts(codeTexts);
  // Only triggers a redraw; the time itself comes from the server's clock.
  useNow(1000);
  const waitMs = code.underway ? Date.parse(code.underway.resendAt) - serverNow() : 0;
  return (
    // `aria-disabled` instead of `disabled`, which would take the focus away from whoever has just pressed it.
    <Button loading={code.busy} aria-disabled={waitMs > 0 || undefined} onClick={() => waitMs <= 0 && onGet()}>
      {waitMs > 0 ? texts.wait(Math.ceil(waitMs / 1000)) : code.underway ? texts.again : texts.get}
    </Button>
  );
}
