import { defineTexts } from "../../lib/i18n/define.ts";

export const dayStripTexts = defineTexts({ zh: { label: "选择日期" }, en: { label: "Choose a day" } });
