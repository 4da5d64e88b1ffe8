import { addReport, bookFirstSlot, newPatient, type PatientAccount } from "../../fixtures/patient-data.ts";
import { signInOverApi } from "../../fixtures/client.ts";
import { enterAs } from "../../fixtures/enter-as.ts";
import { expect, test } from "../../fixtures/people.ts";
import { beginVisit } from "../../fixtures/visit.ts";
import { demoAccount } from "../../fixtures/sign-in.ts";

test("the queue: who is next is one key away, who is not there goes some places back, and a plain follow-up takes seven keys", async ({
  people,
  stack,
}) => {
  const account = await demoAccount(stack.url, "林书瑶");
  const { api } = await signInOverApi(stack.url, account);
  const { specialistId } = await api.accounts.me();
  const arrive = async (owner: PatientAccount) => {
    const proof = await addReport(stack.url, owner, "diagnosis-proof", [
      "lab-report-photos/bloodtestreport1_redacted.jpg",
    ]);
    const { id } = await bookFirstSlot(owner, specialistId ?? "", proof.id);
    await owner.api.appointments.checkIn({ appointmentId: id });
    return { owner, id };
  };
  // A patient of this specialist's own, whose last note is at hand.
  const known = await beginVisit(stack.url, api, "蓝若溪");
  const note = { chiefComplaint: "慢性肾炎复诊", presentIllness: "平稳，无水肿", plan: "继续用药，三月后复查" };
  const of = { consultationId: known.consultationId };
  await api.encounters.saveNote({ ...of, ...note, diagnoses: [{ code: "N03", display: "" }], expectedVersion: 0 });
  await api.encounters.signNote({ ...of, expectedVersion: 1 });
  const [first, second] = [await arrive(await newPatient(stack.url, "汪秋实")), await arrive(known.owner)];
  const [doctor, patient] = [await people.specialist(), await people.patient()];
  await enterAs(patient, stack.url, second.owner);
  await patient.goto(`/appointments/${second.id}`);
  await expect(patient.getByRole("heading", { name: "前面还有 1 位" })).toBeVisible();
  await enterAs(doctor, stack.url, account);
  await doctor.goto("/desk");
  if (process.env["SHOTS"]) {
    await doctor.waitForLoadState("networkidle");
    await patient.screenshot({ path: `${process.env["SHOTS"]}/patient-waits.png`, fullPage: true });
    await doctor.screenshot({ path: `${process.env["SHOTS"]}/desk-waits.png` });
  }
  const calling = doctor.getByRole("region", { name: "叫号" });
  await expect(calling.getByRole("button", { name: "叫下一位：汪秋实" })).toBeVisible();
  await doctor.keyboard.press("x");
  await expect(calling).toContainText("已叫 汪秋实");
  await expect(doctor.getByTestId("patient").getByRole("heading", { level: 2, name: "汪秋实" })).toBeVisible();
  if (process.env["SHOTS"]) await doctor.screenshot({ path: `${process.env["SHOTS"]}/desk-called.png` });
  await calling.getByRole("button", { name: "过号" }).click();
  await expect(patient.getByRole("heading", { name: "下一位就是您" })).toBeVisible();
  await expect(calling.getByRole("button", { name: "叫下一位：蓝若溪" })).toBeVisible();

  let keys = 0;
  const press = (key: string) => {
    keys++;
    return doctor.keyboard.press(key);
  };
  await press("x");
  await expect(patient.getByRole("heading", { name: "轮到您了" })).toBeVisible();
  await expect(calling).toContainText("患者已到");
  await expect(doctor.getByRole("button", { name: "符合复诊，接受" })).toBeVisible();
  await press("a");
  await expect(doctor.getByRole("button", { name: "开始接诊" })).toBeVisible();
  await press("s");
  await expect(doctor.getByRole("button", { name: "视频通话" })).toBeVisible();
  await press("c");
  await expect(doctor.getByRole("button", { name: "挂断" })).toBeVisible();
  await expect(doctor.getByRole("button", { name: /的病历填空着的项/ })).toBeVisible();
  await press("l");
  await expect(doctor.getByLabel("处理意见")).toHaveValue(note.plan);
  // On a small screen too, diagnosis and plan stand in sight beside the call.
  await doctor.setViewportSize({ width: 1280, height: 720 });
  await expect(doctor.getByText("诊断", { exact: true })).toBeInViewport();
  await expect(doctor.getByLabel("处理意见")).toBeInViewport({ ratio: 1 });
  if (process.env["SHOTS"]) await doctor.screenshot({ path: `${process.env["SHOTS"]}/desk-call-720.png` });
  await press("Control+Enter");
  await expect(doctor.getByRole("dialog", { name: "签名并结束这次问诊？" })).toBeVisible();
  await press("Enter");
  await expect(calling.getByRole("button", { name: "叫下一位：汪秋实" })).toBeVisible();
  await expect(doctor.getByText(/电子签名/)).toBeVisible();
  expect(keys).toBe(7);
  await press("x");
  await expect(calling).toContainText("已叫 汪秋实");
  const { queued } = await first.owner.api.appointments.get({ appointmentId: first.id });
  expect(queued).toMatchObject({ passes: 1, called: true });
});

test("the device check finds camera, microphone, sound and line within 20 s, and is over for the day", async ({
  people,
  places,
  stack,
}) => {
  const patient = await people.patient({ permissions: ["camera", "microphone"] });
  await enterAs(patient, stack.url, places.patient);
  const path = places.ofPatient.find(({ name }) => name === "device-check")?.path ?? "";
  await patient.goto(path);
  const began = Date.now();
  await patient.getByRole("button", { name: "开始检查" }).click();
  const part = (name: string) => patient.getByRole("listitem").filter({ has: patient.getByRole("heading", { name }) });
  await part("声音").getByRole("button", { name: "播放提示音" }).click();
  await part("声音").getByRole("button", { name: "听到了" }).click();
  for (const name of ["摄像头", "麦克风", "声音", "网络"]) await expect(part(name)).toContainText("正常");
  await expect(part("网络")).toContainText("网络很好，可以视频。");
  expect(Date.now() - began).toBeLessThan(20_000);
  if (process.env["SHOTS"]) await patient.screenshot({ path: `${process.env["SHOTS"]}/check.png`, fullPage: true });
  await expect(patient.getByText("都好了，可以安心候诊。")).toBeVisible();
  await patient.reload();
  await expect(patient.getByText("都好了，可以安心候诊。")).toBeVisible();
});
