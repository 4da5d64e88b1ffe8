import { toast } from "../ui/shared/toast.ts";
import { errorTextNow } from "./i18n/errors.ts";

/**
 * `void promise` in the client means: if it fails, this tells the person. What fails without anybody catching it was asked
 * for by a hand, and must not look as if it had been done.
 */
export function hearRejections(): void {
  window.addEventListener("unhandledrejection", ({ reason }) => toast(errorTextNow(reason), "danger"));
}
