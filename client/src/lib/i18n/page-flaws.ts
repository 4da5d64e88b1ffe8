import type { PageFlaw } from "@fuzhen/shared/files/file.schema.ts";
import { defineTexts } from "./define.ts";

/** What is wrong with a page, wherever it is shown. */
export const pageFlawTexts = defineTexts<Record<PageFlaw, string>>({
  zh: { incomplete: "不完整，有一部分没传到", unreadable: "这一页读不出来", blank: "这一页好像是空白的" },
  en: {
    incomplete: "Incomplete: a part is missing",
    unreadable: "This page cannot be read",
    blank: "This page seems to be blank",
  },
});
