import { defineTexts } from "../../lib/i18n/define.ts";

export const originalTexts = defineTexts({
  zh: { originals: "原件", save: "保存原件" },
  en: { originals: "Originals", save: "Save the original" },
});
