import { countEn, defineTexts } from "../../lib/i18n/define.ts";

export const touchedTexts = defineTexts({
  zh: {
    nobody: "现在没有要看的预约，谁也不受影响。",
    visits: (visits: number, patients: number) => `还有 ${visits} 个要看的预约，${patients} 位患者。`,
    more: (count: number) => `另有 ${count} 个`,
    specialists: (count: number, names: string) => `${count} 位公开的医生（${names}）患者也将查不到。`,
    /** What comes of them. */
    fate: {
      stay: "这些预约都保留。要改期或取消，请到「当日预约」。",
      outside: "新的排班里没有这些时间，预约仍然有效。要改期或取消，请到「当日预约」。",
      stranded: "停用后本人不能登录，看不了这些患者。请先让系统管理员在「当日预约」里改期或取消。",
    },
  },
  en: {
    nobody: "No visits are to come: nobody is touched.",
    visits: (visits, patients) =>
      `${countEn(visits, "visit is", "visits are")} to come, of ${countEn(patients, "patient", "patients")}.`,
    more: (count) => `and ${count} more`,
    specialists: (count, names) =>
      `Patients will not find ${countEn(count, "published specialist", "published specialists")} either (${names}).`,
    fate: {
      stay: "All of them stay. Move or call them off under Bookings.",
      outside: "The new week does not have these times; the bookings stay. Move or call them off under Bookings.",
      stranded:
        "Nobody can sign in to see these patients then. Have the system admin move or call them off under Bookings first.",
    },
  },
});
