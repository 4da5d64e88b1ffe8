import { isBusy } from "../../lib/busy.ts";
import { idleDeadline, onIdleDeadline, setIdleDeadline } from "../../lib/idle-deadline.ts";
import { quietly } from "../../lib/quietly.ts";
import { serverNow } from "../../lib/server-clock.ts";

/** The server hears of the person at most this often, whatever they do. */
const QUIET_MS = 60_000;
/** So long before the end they are asked. */
const WARN_MS = 60_000;
/** When it could not be told, the next act tries again after this. */
const AGAIN_MS = 5000;

/** Pointer, key, scroll and touch are signs of a person; what pages fetch by themselves is not. */
const signs = ["pointerdown", "pointermove", "keydown", "wheel", "scroll", "touchmove"] as const;
/** The page is looked at again, maybe after the machine slept through its timers. */
const wakings = ["visibilitychange", "focus", "pageshow"] as const;

interface IdleWatchOptions {
  tell: () => Promise<{ idleAt: string | null }>;
  /** Called whenever it may have changed. */
  onWarn: (warned: boolean) => void;
  onOver: () => void;
}

export interface IdleWatch {
  /** The person answers that they are there. Rejects when the server could not be told. */
  stay: () => Promise<void>;
  stop: () => void;
}

/**
 * Watches for a member of staff who is away (R63). The server decides by what it is told; this tells it, warns a minute
 * before the end, and ends the page's session with it. Nothing is sent while nobody does anything.
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
  // Once asked, the person has to answer: a hand that brushes the desk is none.
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
    // Once a minute at least: a call may have begun, and the machine's clock may have jumped.
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
