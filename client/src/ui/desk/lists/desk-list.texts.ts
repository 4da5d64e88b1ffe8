import { countEn, defineTexts } from "../../../lib/i18n/define.ts";

export const deskListTexts = defineTexts({
  zh: {
    search: "搜索",
    total: (count: number) => `共 ${count} 条`,
    nothingFits: "没有符合条件的。",
    reset: "清除筛选",
  },
  en: {
    search: "Search",
    total: (count) => countEn(count, "row", "rows"),
    nothingFits: "Nothing fits.",
    reset: "Clear the filters",
  },
});
