import { defineTexts } from "../../lib/i18n/define.ts";

/** One sentence a kind. `when` is 今天 14:30 or empty, `who` the other side's name or empty. */
export const notificationTexts = defineTexts({
  zh: {
    title: "通知",
    none: "还没有通知。预约、诊室和医嘱有了消息，会出现在这里。",
    new: "新",
    messages: "没读的消息",
    kinds: {
      "appointment-booked": (who: string, when: string) => `${who || "患者"}预约了${when ? ` ${when} 的` : ""}复诊`,
      "appointment-cancelled": (who: string, when: string) => `${who}${when ? ` ${when} 的` : "的"}复诊已取消`,
      "appointment-moved": (who: string, when: string) => `${who}的复诊改到了 ${when}，请留意新的时间`,
      "appointment-handed-over": (who: string, when: string) =>
        `医院把您的复诊改由${who}医生接诊，${when}。不合适的话，点开可以取消`,
      "appointment-taken-over": (who: string, when: string) =>
        `医院把${who || "一位患者"}${when ? ` ${when} 的` : "的"}复诊转给了您，请重新判断`,
      "appointment-given-away": (_who: string, when: string) =>
        `您${when ? ` ${when} 的` : "的"}一个复诊已由医院转给同事`,
      "appointment-restored": (who: string, when: string) =>
        `${who}医生恢复了${when ? ` ${when} 的` : ""}复诊，请按原来的时间来`,
      "appointment-called": (who: string) => `轮到您了，${who}医生请您就诊`,
      "appointment-passed": (who: string) => `${who}医生叫号时您不在，已往后排，请留意`,
      "follow-up-accepted": (who: string, when: string) => `${who}医生同意了${when ? ` ${when} 的` : ""}复诊`,
      "follow-up-declined": (who: string, when: string) =>
        `${who}医生没有接受${when ? ` ${when} 的` : ""}复诊，请看原因`,
      "visit-opened": (who: string) => `${who}医生已经开诊，请进入诊室`,
      "plan-signed": (who: string) => `${who}医生写好了医嘱，请查看`,
      "break-glass-opened": (who: string) => `${who}医生因紧急情况调阅了您的病历，点开查看`,
      "break-glass-alarm": (who: string) => `${who}医生紧急调阅了一位患者的病历，等待审核`,
      "break-glass-not-justified": (who: string) => `${who}医生的一次紧急调阅被审核为不当，请处理`,
      "new-device": () => "您的账号在一台新设备上登录了。如果不是您，请点开退出那台设备，再改密码",
      "phone-changed": () => "您的账号换绑了手机号。如果不是您换的，请马上联系医院",
      "password-changed": () => "您的登录密码改过了。如果不是您改的，请马上联系医院",
      "password-set": () => "安全管理员给您设了新的初始密码。如果您没有要求过，请马上联系医院",
      "factor-added": () => "您的账号新加了一种登录验证方式。如果不是您加的，请点开移除",
      "factor-removed": () => "您的一种登录验证方式被移除了",
      "factors-reset": () => "安全管理员清除了您的登录验证方式。如果您没有要求过，请马上联系医院",
      "recovery-codes-renewed": () => "您的恢复码换了新的，旧的作废",
      "staff-added": (who: string) => `安全管理员新建了工作账号：${who}`,
      "staff-duty-changed": (who: string) => `安全管理员更改了${who}的职责`,
      "staff-password-set": (who: string) => `安全管理员重置了${who}的登录密码`,
      "staff-factors-reset": (who: string) => `安全管理员清除了${who}的登录验证方式`,
      "report-refused": () => "有一份报告里的文件打不开，请重新上传",
    },
  },
  en: {
    title: "Notifications",
    none: "Nothing yet. News of bookings, visits and plans will appear here.",
    new: "New",
    messages: "Unread messages",
    kinds: {
      "appointment-booked": (who, when) => `${who || "A patient"} booked a follow-up${when ? `, ${when}` : ""}`,
      "appointment-cancelled": (who, when) => `The follow-up with ${who}${when ? `, ${when},` : ""} was cancelled`,
      "appointment-moved": (who, when) => `The follow-up with ${who} was moved to ${when}`,
      "appointment-handed-over": (who, when) =>
        `The hospital has given your follow-up to Dr ${who}, ${when}. Open it to cancel if that does not suit you`,
      "appointment-taken-over": (who, when) =>
        `The follow-up of ${who || "a patient"}${when ? `, ${when},` : ""} was given to you: please judge it anew`,
      "appointment-given-away": (_who, when) =>
        `A follow-up of yours${when ? `, ${when},` : ""} was given to a colleague by the hospital`,
      "appointment-restored": (who, when) =>
        `Dr ${who} took the refusal back: the follow-up${when ? `, ${when},` : ""} stands again`,
      "appointment-called": (who) => `It is your turn: Dr ${who} asks you in`,
      "appointment-passed": (who) => `Dr ${who} called and you were not there; you are a few places back`,
      "follow-up-accepted": (who, when) => `Dr ${who} accepted your follow-up${when ? `, ${when}` : ""}`,
      "follow-up-declined": (who, when) => `Dr ${who} did not accept the follow-up${when ? `, ${when}` : ""}: see why`,
      "visit-opened": (who) => `Dr ${who} has opened the visit. Please come in`,
      "plan-signed": (who) => `Dr ${who} has written your plan. Please read it`,
      "break-glass-opened": (who) => `Dr ${who} opened your record in an emergency. See who and when`,
      "break-glass-alarm": (who) => `Dr ${who} opened a patient's record in an emergency: to be reviewed`,
      "break-glass-not-justified": (who) => `An emergency opening by Dr ${who} was not justified: please act`,
      "new-device": () =>
        "Your account was used to sign in on a new device. Not you? Sign it out, then change the password",
      "phone-changed": () => "Your mobile number was changed. Not you? Please call the hospital at once",
      "password-changed": () => "Your password was changed. Not you? Please call the hospital at once",
      "password-set": () =>
        "A security admin set a new initial password for you. Not asked for? Call the hospital at once",
      "factor-added": () => "A way of verifying was added to your account. Not you? Remove it",
      "factor-removed": () => "A way of verifying was removed from your account",
      "factors-reset": () =>
        "A security admin cleared your ways of verifying. Not asked for? Call the hospital at once",
      "recovery-codes-renewed": () => "Your recovery codes were renewed; the old ones are void",
      "staff-added": (who) => `A security admin added an account of staff: ${who}`,
      "staff-duty-changed": (who) => `A security admin changed the duty of ${who}`,
      "staff-password-set": (who) => `A security admin reset the password of ${who}`,
      "staff-factors-reset": (who) => `A security admin cleared the second factors of ${who}`,
      "report-refused": () => "A file of one report cannot be opened. Please send it again",
    },
  },
});
