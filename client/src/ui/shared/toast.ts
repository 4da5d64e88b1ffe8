/** Toasts can be raised from anywhere (query client, realtime bridge); <Toaster> draws them. */
export interface ToastMessage {
  id: number;
  text: string;
  tone: "plain" | "done" | "danger";
}

let messages: readonly ToastMessage[] = [];
let nextId = 1;
const listeners = new Set<() => void>();

function change(next: readonly ToastMessage[]): void {
  messages = next;
  for (const listener of listeners) listener();
}

export function dismissToast(id: number): void {
  change(messages.filter((message) => message.id !== id));
}

/** Stays longer the longer it is to read, and longer still for a slow reader; errors that matter belong into the page. */
export function toast(text: string, tone: ToastMessage["tone"] = "plain"): void {
  const id = nextId++;
  change([...messages.filter((message) => message.text !== text).slice(-1), { id, text, tone }]);
  const slow = document.documentElement.hasAttribute("data-elder") ? 2 : 1;
  setTimeout(() => dismissToast(id), (3000 + text.length * 80) * slow);
}

export function getToasts(): readonly ToastMessage[] {
  return messages;
}

export function subscribeToasts(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
