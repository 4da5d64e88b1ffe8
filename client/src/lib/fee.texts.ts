import { defineTexts } from "./i18n/define.ts";

export const feeTexts = defineTexts({
  zh: {
    /** Beside a price in a list. */
    brief: { unsaid: "医院收取", counter: "到院付", "before-visit": "看诊前付", "after-visit": "看诊后付" },
    whole: {
      unsaid: "预约时不用付款，由医院按这个价格收取。什么时候付、在哪里付，医院还没有说明，请打电话问医院。",
      counter: "预约时不用付款。请到医院收费窗口付。",
      "before-visit": "预约时不用付款。看诊前，用医院自己的缴费渠道付。",
      "after-visit": "预约时不用付款。看诊后，用医院自己的缴费渠道付。",
    },
    /** With what the hospital says of it. */
    noted: (words: string, note: string) => `${words}医院说明：${note}`,
  },
  en: {
    brief: {
      unsaid: "paid to the hospital",
      counter: "paid at the hospital",
      "before-visit": "paid before the visit",
      "after-visit": "paid after the visit",
    },
    whole: {
      unsaid:
        "Nothing is paid while booking; the hospital charges this price. It has not said when and where: please call it.",
      counter: "Nothing is paid while booking. Pay at the hospital's counter.",
      "before-visit": "Nothing is paid while booking. Pay before the visit, by the hospital's own way of paying.",
      "after-visit": "Nothing is paid while booking. Pay after the visit, by the hospital's own way of paying.",
    },
    noted: (words, note) => `${words} The hospital says: ${note}`,
  },
});
