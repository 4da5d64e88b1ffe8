import { useCallback, useEffect, useRef } from "react";
import { newRequestKey } from "../../../lib/api/request-key.ts";
import { useDraft } from "../../../lib/draft.ts";

interface Leaving {
  key: string;
  text: string;
}

// Control characters come along with pasted text; the server refuses them.
// oxlint-disable-next-line no-control-regex
const CONTROLS = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g;

/**
 * The draft of a message. A sent text leaves the field at once, so that the next one is not mixed with it, and is kept
 * beside it until the outbox has stored it: after a reload in between it is sent under the same key, and when the
 * outbox fails, it returns to the field.
 */
export function useChatDraft(consultationId: string, onText: (text: string, key: string) => Promise<void>) {
  const { draft, change } = useDraft(`chat.${consultationId}`, { text: "", leaving: [] as Leaving[] });
  const give = useRef(onText);
  useEffect(() => {
    give.current = onText;
  });

  const hand = useCallback(
    ({ key, text }: Leaving) => {
      const without = (rows: readonly Leaving[]) => rows.filter((row) => row.key !== key);
      give.current(text, key).then(
        () => change((now) => ({ leaving: without(now.leaving) })),
        () =>
          change((now) => ({
            leaving: without(now.leaving),
            text: now.text === "" ? text : `${text}\n${now.text}`,
          })),
      );
    },
    [change],
  );

  // Texts left over from before a reload; those of this page are passed on by `send`.
  const left = useRef([...draft.leaving]);
  useEffect(() => {
    for (const row of left.current.splice(0)) hand(row);
  }, [hand]);

  const send = () => {
    const row = { key: newRequestKey(), text: draft.text.trim().replaceAll(CONTROLS, "") };
    change((now) => ({ text: "", leaving: [...now.leaving, row] }));
    hand(row);
  };
  return { draft: draft.text, write: (text: string) => change({ text }), send };
}
