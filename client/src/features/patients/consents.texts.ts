import { defineTexts } from "../../lib/i18n/define.ts";

export const consentPageTexts = defineTexts({
  zh: {
    title: "知情同意",
    lead: (name: string) => `约复诊前，要为${name}分别同意下面两份文件。请读完再决定，不同意也可以先看医院和医生。`,
    read: "我已读完并同意",
    agree: (title: string) => `同意《${title}》`,
    mustRead: "请先勾选“我已读完并同意”",
    granted: "已同意",
    grantedOn: "同意时间",
    withdrawn: "已撤回",
    outdated: "有更新，请重新阅读",
    open: "查看全文",
    withdraw: "撤回同意",
    withdrawAsk: (title: string) => `撤回《${title}》？`,
    withdrawWhat: {
      "health-data":
        "撤回后不能约新的复诊，医生也不能再看这位就诊人的资料。已经形成的病历依法保存，不作其他使用。以后可以重新同意。",
      telehealth:
        "撤回后不能约新的复诊，已约的也不能开诊。医生在看病所需的时间里仍能看资料；要一并停止，请再撤回《敏感个人信息处理单独同意书》。以后可以重新同意。",
    },
    lawTitle: "撤回后，法律仍允许的只有：",
    law: [
      "正在进行的问诊看完、写好病历为止（《病历书写基本规范》）",
      "抢救生命时医生紧急调阅，并通知您（《医师法》第二十七条、《个人信息保护法》第十三条）",
      "病历保存满 15 年，只存不用（《个人信息保护法》第四十七条）",
    ],
    keep: "先不撤回",
    taken: "已撤回同意",
    thanks: "已记下您的同意",
    next: "下一步：上传报告",
    goOn: "继续",
    later: "以后再说",
    allDone: "两份都同意了，可以约复诊了。",
  },
  en: {
    title: "Consents",
    lead: (name) =>
      `Before a follow-up is booked, please consent to each of these for ${name}. Read them first; without them you can still browse hospitals and doctors. They are legal texts in Chinese.`,
    read: "I have read this and agree",
    agree: () => "Give this consent",
    mustRead: "Please tick “I have read this and agree” first",
    granted: "Given",
    grantedOn: "Given on",
    withdrawn: "Withdrawn",
    outdated: "Changed, please read it again",
    open: "Read it in full",
    withdraw: "Withdraw",
    withdrawAsk: () => "Withdraw this consent?",
    withdrawWhat: {
      "health-data":
        "No new follow-up can be booked then, and doctors no longer see this patient's data. Records already made are kept as the law asks and used for nothing else. You can consent again later.",
      telehealth:
        "No new follow-up can be booked then, and one that is booked cannot begin. Doctors still see the data for as long as the care needs; to end that too, withdraw the consent on sensitive personal information as well. You can consent again later.",
    },
    lawTitle: "What the law allows even then:",
    law: [
      "a visit under way is finished and its note written (Basic Norms of Medical Records)",
      "a doctor may open the record to save a life, and you are told (Law on Doctors, Art. 27; PIPL, Art. 13)",
      "the record is kept for 15 years, stored and not used (PIPL, Art. 47)",
    ],
    keep: "Keep it",
    taken: "Consent withdrawn",
    thanks: "Your consent is noted",
    next: "Next: send reports",
    goOn: "Go on",
    later: "Later",
    allDone: "Both are given. You can book a follow-up.",
  },
});
