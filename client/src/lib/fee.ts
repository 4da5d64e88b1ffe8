import { unsaidPayment, type FeePayment } from "@fuzhen/shared/organizations/fee-payment.ts";
import { feeTexts } from "./fee.texts.ts";
import { useTexts, type Language } from "./i18n/define.ts";

const FREE = { zh: "免费", en: "Free" } as const;

/** ¥50, ¥50.50, 免费. Whole yuan stay whole. */
export function sayFee(feeCents: number, language: Language): string {
  if (feeCents === 0) return FREE[language];
  return `¥${feeCents % 100 === 0 ? feeCents / 100 : (feeCents / 100).toFixed(2)}`;
}

/**
 * When and where a fee is paid, in a sentence, with what the hospital says of it. A booking that this device kept from the release
 * before says nothing of it.
 */
export function useSayPayment(): (payment: FeePayment | undefined) => string {
  const { whole, noted } = useTexts(feeTexts);
  return ({ way, note } = unsaidPayment) => (note === "" ? whole[way] : noted(whole[way], note));
}
