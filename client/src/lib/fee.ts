import type { Language } from "./i18n/define.ts";

const FREE = { zh: "免费", en: "Free" } as const;

/** ¥50, ¥50.50, 免费. Whole yuan stay whole. */
export function sayFee(feeCents: number, language: Language): string {
  if (feeCents === 0) return FREE[language];
  return `¥${feeCents % 100 === 0 ? feeCents / 100 : (feeCents / 100).toFixed(2)}`;
}
