import { isBusy } from "../../lib/busy.ts";
import { idleDeadline, onIdleDeadline, setIdleDeadline } from "../../lib/idle-deadline.ts";
import { quietly } from "../../lib/quietly.ts";
import { serverNow } from "../../lib/server-clock.ts";

/** The server is told of activity at most this often. */
const QUIET_MS = 60_000;
/** How long before the end the warning appears. */
const WARN_MS = 60_000;
/** After a failed attempt, the next activity retries after this time. */
const AGAIN_MS = 5000;

/** Pointer, key, scroll and touch are signs of a person; what pages fetch by themselves is not. */
const signs = ["pointerdown", "pointermove", "keydown", "wheel", "scroll", "touchmove"] as const;
/** The page becomes visible again, possibly after the machine slept through its timers. */
const wakings = ["visibilitychange", "focus", "pageshow"] as const;

interface IdleWatchOptions {
  tell: () => Promise<{ idleAt: string | null }>;
  /** Called whenever it may have changed. */
  onWarn: (warned: boolean) => void;
  onOver: () => void;
}

export interface IdleWatch {
  /** The person confirms that they are there. Rejects when the server could not be told. */
  stay: () => Promise<void>;
  stop: () => void;
}

/**
 * Watches for staff who are away (R63). The server decides by what it is told; this reports activity, warns a minute
 * before the end, and ends the page's session at the end. Sends nothing while nothing happens.
 */
export function watchIdle({ tell, onWarn, onOver }: IdleWatchOptions): IdleWatch {
  const ears = new AbortController();
  let toldAt = Number.NEGATIVE_INFINITY;
  let telling = false;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const leftMs = () => (idleDeadline() ?? Number.POSITIVE_INFINITY) - serverNow();
  const due = () => !telling && serverNow() - toldAt >= QUIET_MS;

  async function say(): Promise<void> {
    telling = true;
    try {
      const { idleAt } = await tell();
      toldAt = serverNow();
      if (!ears.signal.aborted) setIdleDeadline(idleAt === null ? undefined : Date.parse(idleAt));
    } catch (error) {
      toldAt = serverNow() - QUIET_MS + AGAIN_MS;
      throw error;
    } finally {
      telling = false;
    }
  }
  // The next act says it again; and if none comes through, the warning does.
  const sayIfPossible = () => void quietly(say());
  // Once the warning is shown, the person has to answer it: a hand that brushes the desk does not count.
  const act = () => {
    if (due() && leftMs() > WARN_MS) sayIfPossible();
  };

  function look(): void {
    clearTimeout(timer);
    if (ears.signal.aborted) return;
    const left = leftMs();
    if (left <= 0) {
      onOver();
      return;
    }
    if (isBusy() && due()) sayIfPossible();
    onWarn(left <= WARN_MS);
    // Checks at least once a minute, since a call may have begun or the machine's clock may have jumped.
    timer = setTimeout(look, Math.min(left <= WARN_MS ? left : left - WARN_MS, QUIET_MS));
  }

  for (const sign of signs) window.addEventListener(sign, act, { capture: true, passive: true, signal: ears.signal });
  for (const waking of wakings) window.addEventListener(waking, look, { signal: ears.signal });
  const off = onIdleDeadline(look);
  look();
  // Arriving at the page is an act too.
  sayIfPossible();
  return {
    stay: say,
    stop() {
      ears.abort();
      clearTimeout(timer);
      off();
    },
  };
}
