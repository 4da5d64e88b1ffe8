import { toast } from "../ui/shared/toast.ts";
import { errorTextNow } from "./i18n/errors.ts";

/**
 * Tells the person when a promise fails that nobody handles. In the client `void promise` means just that: a person
 * asked for it, so it must not look as if it had been done.
 */
export function hearRejections(): void {
  window.addEventListener("unhandledrejection", ({ reason }) => toast(errorTextNow(reason), "danger"));
}
