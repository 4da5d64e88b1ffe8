import { App, Button } from "antd";
import { useTexts } from "../../lib/i18n/define.ts";
import { deskFormTexts } from "./forms/desk-form.texts.ts";
import { toast } from "../shared/toast.ts";

/** Letters and figures that nobody takes for one another when they are read out. */
const ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789";
const GROUPS = 3;
const GROUP_LENGTH = 4;

/**
 * An initial password made by the machine, such as `k7fp-2mxd-ht9w`: 59 bits by chance, which no admin's habit weakens. It is
 * made where it is shown, so that the same request sent again stands for the same password.
 */
export function makePassword(
  random: (bytes: Uint8Array<ArrayBuffer>) => Uint8Array = (bytes) => crypto.getRandomValues(bytes),
): string {
  const letters: string[] = [];
  // Larger bytes are skipped: with them the first letters of the alphabet would come up more often.
  const limit = 256 - (256 % ALPHABET.length);
  while (letters.length < GROUPS * GROUP_LENGTH)
    for (const byte of random(new Uint8Array(32)))
      if (byte < limit && letters.length < GROUPS * GROUP_LENGTH) letters.push(ALPHABET[byte % ALPHABET.length] ?? "");
  return Array.from({ length: GROUPS }, (_, group) =>
    letters.slice(group * GROUP_LENGTH, (group + 1) * GROUP_LENGTH).join(""),
  ).join("-");
}

/** Shows an initial password once, to be told in person; closed by a press of the button alone. */
export function useToldPassword(): (name: string, password: string) => void {
  const texts = useTexts(deskFormTexts);
  const { modal } = App.useApp();
  return (name, password) =>
    void modal.info({
      title: texts.passwordTitle(name),
      okText: texts.noted,
      keyboard: false,
      maskClosable: false,
      content: (
        <div className="stack-tight">
          <p>
            <code className="num" style={{ fontSize: "1.375rem", userSelect: "all" }}>
              {password}
            </code>{" "}
            <Button
              type="link"
              onClick={() => {
                void navigator.clipboard.writeText(password).then(
                  () => toast(texts.copied, "done"),
                  // The password is on screen to be read and selected by hand.
                  () => undefined,
                );
              }}
            >
              {texts.copy}
            </Button>
          </p>
          <p>{texts.passwordHint}</p>
        </div>
      ),
    });
}
