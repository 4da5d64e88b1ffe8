import { defineTexts } from "../../lib/i18n/define.ts";

export const welcomeTexts = defineTexts({
  zh: {
    what: "这里是互联网医院的复诊：在医院确诊过的病，回家后不用再跑远路，把当地做的检查传上来，由原来的医生用图文或视频复诊，写好处理意见给您带着照做。",
    find: "找医生，看号源",
    howTitle: "怎么复诊",
    how: [
      "用手机号注册，添加要看病的人（自己或家人，实名）。",
      "拍照上传当地的检查报告和确诊证明。",
      "约上次看病的医生，选一个时间。",
      "到时间用图文或视频和医生说；看完后手机里就有医生签名的处理意见。",
    ],
    only: "只看已经在医院确诊过的病的复诊，第一次看病请到医院。",
    feeTitle: "费用",
    fee: "每位医生的诊查费在医生页面和每个时间旁边写明，约之前就看得到。预约时不用付款，由医院按写明的价格收取。",
    helpTitle: "投诉和帮助",
    help: "对服务不满意，先打上面医院的投诉电话；也可以拨打 12345。登录后，在“我的”里能看到谁看过病历。",
  },
  en: {
    what: "Follow-up visits of internet hospitals: for a disease already diagnosed in a hospital, send the tests done near home and see the same doctor by chat or video, who writes a plan for you to take along.",
    find: "Doctors and free times",
    howTitle: "How it works",
    how: [
      "Sign up with your mobile number and add who is to be seen: yourself or family, by real name.",
      "Photograph the reports of the tests done near home, and the proof of the diagnosis.",
      "Book the doctor you saw before, at a time you choose.",
      "Talk by chat or video when it is time; afterwards the signed plan is on your phone.",
    ],
    only: "Only follow-ups of a disease already diagnosed in a hospital. For a first visit please go to a hospital.",
    feeTitle: "Fees",
    fee: "The fee of each doctor stands on the doctor's page and beside each time, before you book. Nothing is paid while booking: the hospital charges what is written there.",
    helpTitle: "Complaints and help",
    help: "If something is not right, call the hospital's number above; 12345 helps too. Once signed in, “Me” shows who read the record.",
  },
});
