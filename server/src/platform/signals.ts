import { EventEmitter } from "node:events";
import type { ErrorCode } from "@fuzhen/shared/errors.ts";

/** How something ended, for metrics and the health page. Names and codes only, no ids or texts of people. */
interface SignalMap {
  /** An endpoint, socket command or step of an upload; `outcome` is what the caller was told. */
  action: { name: string; outcome: "done" | ErrorCode; seconds: number };
  /** An HTTP request; `route` is the pattern, never the address. `status` is null when the line broke before the end. */
  request: { method: string; route: string; status: number | null; seconds: number };
  job: { name: string; ok: boolean; seconds: number };
  /** A crash reported by a browser, by the error's class and its first stack frame. */
  crash: { name: string; at: string };
  /** One try to deliver a fact. */
  delivery: { type: string; ok: boolean };
}

export interface Signals {
  emit<E extends keyof SignalMap>(event: E, told: SignalMap[E]): void;
  /** Answers a function that stops listening. */
  on<E extends keyof SignalMap>(event: E, listener: (told: SignalMap[E]) => void): () => void;
}

export function createSignals(): Signals {
  const emitter = new EventEmitter();
  return {
    emit: (event, told) => void emitter.emit(event, told),
    on(event, listener) {
      emitter.on(event, listener);
      return () => void emitter.off(event, listener);
    },
  };
}
