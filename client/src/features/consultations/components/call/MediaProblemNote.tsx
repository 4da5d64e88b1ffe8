import { useTexts } from "../../../../lib/i18n/define.ts";
import { callTexts } from "../../call.texts.ts";
import type { MediaProblem } from "../../rtc/media-problem.ts";
import styles from "./CallPanel.module.css";

type Place = "wechat" | "ios" | "android" | "desktop";

/** Where permissions are given differs by browser; only for the words of help, never for behaviour. */
export function placeOf(userAgent: string): Place {
  if (/MicroMessenger/i.test(userAgent)) return "wechat";
  if (/iPhone|iPad|iPod/.test(userAgent)) return "ios";
  return userAgent.includes("Android") ? "android" : "desktop";
}

/** What is missing, why, and what to do about it in the browser at hand. */
export function MediaProblemNote({ problem, onRetry }: { problem: MediaProblem; onRetry: () => void }) {
  const texts = useTexts(callTexts);
  const [only] = problem.kinds;
  const what = problem.kinds.length === 1 && only ? only : "both";
  return (
    <div className={styles.problem} role="alert">
      <p>
        <strong>{texts.missing[what]}</strong> {texts.causes[problem.cause]}
        {problem.cause === "permission-denied" && ` ${texts.help[placeOf(navigator.userAgent)]}`}
      </p>
      <button type="button" className={styles.problemRetry} onClick={onRetry}>
        {texts.again}
      </button>
    </div>
  );
}
