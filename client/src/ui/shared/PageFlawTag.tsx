import type { PageFlaw } from "@fuzhen/shared/files/file.schema.ts";
import { useTexts } from "../../lib/i18n/define.ts";
import { pageFlawTexts } from "../../lib/i18n/page-flaws.ts";
import { StatusTag } from "./Tag.tsx";

/** What is wrong with a page, beside its picture; nothing when nothing is. */
export function PageFlawTag({ flaw }: { flaw: PageFlaw | null }) {
  const texts = useTexts(pageFlawTexts);
  return flaw && <StatusTag tone="attention">{texts[flaw]}</StatusTag>;
}
