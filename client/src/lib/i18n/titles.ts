import type { Specialist } from "@fuzhen/shared/specialists/specialist.schema.ts";
import { defineTexts } from "./define.ts";

/** 职称, wherever a specialist is named. */
export const titleTexts = defineTexts<Record<Specialist["title"], string>>({
  zh: { chief: "主任医师", "associate-chief": "副主任医师", attending: "主治医师", resident: "住院医师" },
  en: {
    chief: "Chief physician",
    "associate-chief": "Associate chief physician",
    attending: "Attending physician",
    resident: "Resident physician",
  },
});
