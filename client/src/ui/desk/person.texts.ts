import { defineTexts } from "../../lib/i18n/define.ts";

export const personTexts = defineTexts({
  zh: {
    sex: { male: "男", female: "女" },
    years: (age: number) => `${age} 岁`,
    born: (day: string) => `${day} 出生`,
  },
  en: {
    sex: { male: "male", female: "female" },
    years: (age) => `${age} years`,
    born: (day) => `born ${day}`,
  },
});
