import type { Page } from "@playwright/test";
import {
  addPatient,
  changeInitialPassword,
  giveConsents,
  setUpAuthenticator,
  signUp,
} from "../../fixtures/account-acts.ts";
import { addDepartment, addSpecialist, publishWeek } from "../../fixtures/admin-acts.ts";
import { chooseTime, fillBooking, findSpecialist, freeTimes, typedBooking } from "../../fixtures/booking-acts.ts";
import { expectMoving } from "../../fixtures/call-acts.ts";
import { composer, entryOf, say, sendPicture, timeline } from "../../fixtures/chat-acts.ts";
import { fictionalPhone, journeyPassword } from "../../fixtures/identity.ts";
import { expect, test } from "../../fixtures/people.ts";
import { expectDelivered, fillReport, pickFiles, slowLine, submitReport } from "../../fixtures/report-acts.ts";
import { demoAccount, signIn } from "../../fixtures/sign-in.ts";

const patientName = "王建国";
const doctorName = "何晓岚";
const doctor = { phone: fictionalPhone(), password: "" };
const lab = { category: "化验", title: "肾功能、尿蛋白", performer: "鸡西市人民医院" } as const;
const proof = { category: "诊断证明", title: "出院小结", performer: "北京协和桥医院" } as const;

async function uploadReport(page: Page, typed: typeof lab | typeof proof, files: readonly string[]): Promise<void> {
  await pickFiles(page, files);
  await fillReport(page, typed);
  await expectDelivered(page, files.length);
  await submitReport(page);
}

test("one visit from sign-up to the signed plan", async ({ people, stack }) => {
  test.setTimeout(300_000);
  const [admin, patient, specialist] = [await people.admin(), await people.patient(), await people.specialist()];
  let clock = "";
  let day = "";

  await test.step("the admin makes a department, a specialist and a week", async () => {
    await signIn(admin, await demoAccount(stack.url, "王雪梅"));
    await addDepartment(admin, "03.08", "风湿免疫科");
    doctor.password = await addSpecialist(admin, {
      phone: doctor.phone,
      name: doctorName,
      department: "风湿免疫科",
      licenceNumber: "999110000000077",
    });
    await publishWeek(admin, doctorName, "80");
  });

  await test.step("the patient signs up, adds the 就诊人 and consents", async () => {
    await signUp(patient, { phone: fictionalPhone(), password: journeyPassword });
    await addPatient(patient, patientName);
    await giveConsents(patient);
  });

  await test.step("reports: photo, iPhone photo and PDF in one, with real progress; and the proof of the diagnosis", async () => {
    await patient.getByRole("link", { name: "下一步：上传报告" }).click();
    const wholeLine = await slowLine(patient, 400_000);
    await pickFiles(patient, ["lab-report-photos/bloodtestreport2_redacted.jpg", "photos/IMG_5195.HEIC"]);
    const progress = patient.getByRole("progressbar", { name: "上传进度" });
    await expect
      .poll(() => progress.evaluate((bar: HTMLProgressElement) => bar.value > 5 && bar.value < 95))
      .toBe(true);
    await wholeLine();
    await pickFiles(patient, ["pdf/pdflatex-4-pages.pdf"]);
    await fillReport(patient, lab);
    await expectDelivered(patient, 3);
    await submitReport(patient);
    await expect(patient.getByRole("button", { name: new RegExp(`^${lab.title}，第 \\d 页$`) })).toHaveCount(6);

    await patient.goto("/reports");
    await patient.getByRole("link", { name: "上传报告" }).click();
    await uploadReport(patient, proof, ["lab-report-photos/bloodtestreport1_redacted.jpg"]);
  });

  await test.step("finds the specialist by pinyin initials, sees the days, books", async () => {
    await findSpecialist(patient, "hxl", doctorName);
    const days = patient.getByRole("radiogroup", { name: "选择日期" });
    await expect(days.getByRole("radio")).toHaveCount(14);
    await expect(days.getByRole("radio", { name: /不出诊/ })).toHaveCount(4);
    await expect(days.getByRole("radio", { name: /余 \d+/ }).first()).toBeEnabled();
    const time = freeTimes(patient).first();
    clock = (await time.getAttribute("aria-label")) ?? "";
    await time.check({ force: true });
    await patient.getByRole("link", { name: "预约这个时间" }).click();
    await expect(patient.getByRole("heading", { level: 1, name: "填写预约" })).toBeVisible();
    await expect(patient.getByText("诊查费 ¥80")).toBeVisible();
    const start = new URL(patient.url()).searchParams.get("start") ?? "";
    day = new Date(new Date(start).getTime() + 8 * 3_600_000).toISOString().slice(0, 10);
    await fillBooking(patient, proof.title);
    await patient.getByRole("group", { name: "检查报告" }).getByLabel(new RegExp(lab.title)).check();
    await patient.getByRole("button", { name: "确认预约" }).click();
    await expect(patient.getByText("预约好了")).toBeVisible();
  });

  await test.step("the admin sees the booking, masked", async () => {
    await admin.goto(`/admin?day=${day}`);
    const row = admin.getByRole("row", { name: new RegExp(doctorName) });
    await expect(row).toContainText("王**");
    await expect(row).toContainText("风湿免疫科");
    await expect(row).toContainText(clock);
    expect(await admin.content()).not.toContain(patientName);
    expect(await admin.content()).not.toContain(typedBooking.disease);
  });

  await test.step("the specialist's worklist shows a check-in live", async () => {
    await signIn(specialist, doctor);
    await changeInitialPassword(specialist, doctor.password, "only-mine-to-know-2026");
    await setUpAuthenticator(specialist);
    await specialist.goto(`/desk?day=${day}`);
    const row = specialist.getByRole("button", { name: new RegExp(`${clock}.*${patientName}`) });
    await expect(row).toContainText("已预约");
    await patient.getByRole("button", { name: "签到" }).click();
    await expect(row).toContainText("已签到");
    await row.click();
  });

  await test.step("reads who comes and why, and the reports in the viewer", async () => {
    await expect(specialist.getByRole("heading", { name: patientName, level: 2 })).toBeVisible();
    await expect(specialist.getByText(typedBooking.message)).toBeVisible();
    const reports = specialist.getByRole("region", { name: "报告与资料" });
    await reports.getByRole("button", { name: `${lab.title}，第 1 页`, exact: true }).click();
    const viewer = specialist.getByRole("dialog", { name: "查看图片" });
    const image = viewer.getByRole("img", { name: `${lab.title}，第 1 页` });
    await expect.poll(() => image.evaluate((shown: HTMLImageElement) => shown.naturalWidth)).toBe(1280);
    const width = () => image.evaluate((shown) => shown.getBoundingClientRect().width);
    const [flat, high] = await image.evaluate((shown) => {
      const box = shown.getBoundingClientRect();
      return [box.width, box.height] as const;
    });
    await viewer.getByRole("button", { name: "放大" }).click();
    await expect.poll(width).toBeGreaterThan((flat ?? 0) * 1.2);
    await viewer.getByRole("button", { name: "还原" }).click();
    await expect.poll(width).toBeCloseTo(flat ?? 0, 0);
    await viewer.getByRole("button", { name: "旋转" }).click();
    await expect
      .poll(() => image.evaluate((shown) => shown.getBoundingClientRect().height > shown.getBoundingClientRect().width))
      .toBe((flat ?? 0) > (high ?? 0));
    for (const page of [2, 3, 4, 5, 6]) {
      await viewer.getByRole("button", { name: "下一张" }).click();
      const shown = viewer.getByRole("img", { name: `${lab.title}，第 ${page} 页` });
      await expect.poll(() => shown.evaluate((img: HTMLImageElement) => img.naturalWidth)).toBeGreaterThan(1000);
    }
    await expect(viewer.getByRole("button", { name: "下一张" })).toBeDisabled();
    await viewer.getByRole("button", { name: "关闭" }).click();
  });

  await test.step("accepts the follow-up and opens the visit; the patient is let in live", async () => {
    const judgement = specialist.getByRole("region", { name: "复诊判断" });
    await judgement.getByRole("button", { name: "符合复诊，接受" }).click();
    await expect(judgement.getByText(/已接受复诊/)).toBeVisible();
    await expect(patient.getByText(`${doctorName}医生确认可以线上复诊。`)).toBeVisible();
    await specialist.getByRole("button", { name: "开始接诊" }).click();
    await patient.getByRole("link", { name: "进入诊室" }).click();
    await expect(patient.getByRole("heading", { level: 1, name: `${doctorName}医生` })).toBeVisible();
    await expect(patient.getByText("在线", { exact: true })).toBeVisible();
    await expect(specialist.getByText("在线", { exact: true })).toBeVisible();
  });

  await test.step("both write, see each other typing, and how far a message has come", async () => {
    await composer(specialist).pressSequentially("王师傅您好");
    await expect(patient.getByText(`${doctorName}医生正在输入…`)).toBeVisible();
    await say(specialist, "王师傅您好，最近腿脚肿不肿？");
    await expect(entryOf(patient, "最近腿脚肿不肿")).toBeVisible();
    await expect(entryOf(specialist, "最近腿脚肿不肿")).toContainText("已读");

    await composer(patient).pressSequentially("不肿");
    await expect(specialist.getByText(`${patientName}正在输入…`)).toBeVisible();
    await say(patient, "不肿了，早上量血压 128/78。");
    await expect(entryOf(specialist, "早上量血压")).toBeVisible();
    await expect(entryOf(patient, "早上量血压")).toContainText("已读");

    // Another page in front: the message arrives at the phone but is not read yet.
    await patient.getByRole("button", { name: "返回" }).click();
    await say(specialist, "药盒拍一张给我看看。");
    await expect(entryOf(specialist, "药盒拍一张")).toContainText(/已送达|已发送/);
    await expect(entryOf(specialist, "药盒拍一张")).not.toContainText("已读");
    await patient.goForward();
    await expect(entryOf(patient, "药盒拍一张")).toBeVisible();
    await expect(entryOf(specialist, "药盒拍一张")).toContainText("已读");

    await sendPicture(patient, "photos/cn-drug-package-front.jpg");
    const seen = timeline(specialist).getByRole("img", { name: `${patientName}发的图片` });
    await expect.poll(() => seen.evaluate((shown: HTMLImageElement) => shown.naturalWidth)).toBeGreaterThan(0);
    await sendPicture(specialist, "photos/fixture.webp");
    const back = timeline(patient).getByRole("img", { name: `${doctorName}医生发的图片` });
    await expect.poll(() => back.evaluate((shown: HTMLImageElement) => shown.naturalWidth)).toBeGreaterThan(0);
  });

  const doctorsPicture = `${doctorName}医生的画面`;
  const patientsPicture = `${patientName}的画面`;
  await test.step("a video call with moving pictures on both sides", async () => {
    await specialist.getByRole("button", { name: "视频通话" }).click();
    await patient.getByRole("button", { name: "接听" }).click();
    await expectMoving(patient, doctorsPicture);
    await expectMoving(specialist, patientsPicture);
  });

  await test.step("mute, camera off and on", async () => {
    const panel = patient.getByRole("region", { name: "视频通话" });
    await panel.getByRole("button", { name: "静音" }).click();
    await expect(specialist.getByText(new RegExp(`${patientName}已静音`))).toBeVisible();
    await panel.getByRole("button", { name: "静音" }).click();
    await expect(specialist.getByText(new RegExp(`${patientName}已静音`))).toBeHidden();
    await panel.getByRole("button", { name: "摄像头", exact: true }).click();
    await expect(specialist.getByText(`${patientName}关闭了摄像头`)).toBeVisible();
    await expectMoving(patient, doctorsPicture);
    await panel.getByRole("button", { name: "摄像头", exact: true }).click();
    await expectMoving(specialist, patientsPicture);
  });

  await test.step("either side reloads in mid-call and both come back without a click", async () => {
    await patient.reload();
    await expectMoving(patient, doctorsPicture);
    await expectMoving(specialist, patientsPicture);
    await specialist.reload();
    await expectMoving(specialist, patientsPicture);
    await expectMoving(patient, doctorsPicture);
  });

  await test.step("hanging up ends it for both", async () => {
    const panel = specialist.getByRole("region", { name: "视频通话" });
    await panel.getByRole("button", { name: "挂断" }).click();
    await expect(patient.getByText("通话已结束")).toBeVisible();
    await patient.getByRole("button", { name: "关闭", exact: true }).click();
    await expect(timeline(patient).getByText(/视频通话结束/)).toBeVisible();
    await panel.getByRole("button", { name: "关闭", exact: true }).click();
    await expect(panel).toBeHidden();
  });

  const plan = "继续原方案，三个月后复查肌酐和 24 小时尿蛋白。";
  await test.step("the note: nothing missing, a diagnosis by search, signed", async () => {
    await specialist.getByLabel("主诉").fill("狼疮性肾炎复诊");
    await specialist.getByRole("button", { name: "签名并结束" }).click();
    await expect(specialist.getByText("这一项要填").first()).toBeVisible();
    await specialist.getByLabel("现病史").fill("规律服药，近三个月无水肿。");
    await specialist.getByLabel("诊断", { exact: true }).fill("N03");
    await specialist.getByTitle(/^N03 /).last().click();
    await specialist.getByLabel("处理意见").fill(plan);
    await expect(specialist.getByText(/^已保存/)).toBeVisible();
    await specialist.getByRole("button", { name: "签名并结束" }).click();
    const asked = specialist.getByRole("dialog", { name: /签名/ });
    await asked.getByRole("button", { name: "签名并结束" }).click();
    await expect(specialist.getByRole("article").getByText(plan)).toBeVisible();
  });

  await test.step("the patient reads the signed plan", async () => {
    await expect(patient.getByText("医生已写好处理意见。")).toBeVisible();
    await expect(patient.getByText(/前还可以在这里问医生/)).toBeVisible();
    await say(patient, "药饭前吃还是饭后吃？");
    const questions = specialist.getByRole("region", { name: "诊后提问 1" });
    await expect(questions.getByText("药饭前吃还是饭后吃？")).toBeVisible();
    await say(specialist, "饭后半小时");
    await expect(questions).toBeHidden();
    await expect(entryOf(patient, "饭后半小时")).toBeVisible();
    await patient.getByRole("link", { name: "看处理意见" }).click();
    await expect(patient.getByText(plan)).toBeVisible();
    await expect(patient.getByText("慢性肾炎综合征")).toBeVisible();
    await expect(patient.getByText("签名有效，签名后内容没有被改过。")).toBeVisible();
    await patient.goto("/");
    await patient.getByRole("link", { name: "看医嘱" }).click();
  });

  await test.step("from the plan the next visit is booked with disease, hospital and proof as they were", async () => {
    await patient.getByRole("link", { name: `再约${doctorName}医生` }).click();
    await chooseTime(patient, 2);
    await expect(patient.getByText(/已按.*的预约填好疾病、医院和证明/)).toBeVisible();
    await expect(patient.getByLabel("已确诊的疾病")).toHaveValue(typedBooking.disease);
    await expect(patient.getByLabel("确诊医院")).toHaveValue(typedBooking.diagnosedAt);
    await patient.getByRole("button", { name: "确认预约" }).click();
    await expect(patient).toHaveURL(/\/appointments\/[0-9a-f]{24}$/);
  });
});
