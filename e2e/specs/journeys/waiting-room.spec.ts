import { addReport, bookFirstSlot, newPatient } from "../../fixtures/patient-data.ts";
import { signInOverApi } from "../../fixtures/client.ts";
import { enterAs } from "../../fixtures/enter-as.ts";
import { expect, test } from "../../fixtures/people.ts";
import { demoAccount } from "../../fixtures/sign-in.ts";

test("the queue: who is next is one key away, the patient hears it, and who is not there goes some places back", async ({
  people,
  stack,
}) => {
  const account = await demoAccount(stack.url, "林书瑶");
  const { api } = await signInOverApi(stack.url, account);
  const { specialistId } = await api.accounts.me();
  const arrive = async (name: string) => {
    const owner = await newPatient(stack.url, name);
    const proof = await addReport(stack.url, owner, "diagnosis-proof", [
      "lab-report-photos/bloodtestreport1_redacted.jpg",
    ]);
    const { id } = await bookFirstSlot(owner, specialistId ?? "", proof.id);
    await owner.api.appointments.checkIn({ appointmentId: id });
    return { owner, id };
  };
  const [first, second] = [await arrive("汪秋实"), await arrive("蓝若溪")];
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
  await doctor.keyboard.press("x");
  await expect(patient.getByRole("heading", { name: "轮到您了" })).toBeVisible();
  await expect(calling).toContainText("患者已到");
  if (process.env["SHOTS"]) {
    await patient.screenshot({ path: `${process.env["SHOTS"]}/patient-called.png`, fullPage: true });
    await doctor.screenshot({ path: `${process.env["SHOTS"]}/desk-answered.png` });
  }
  const { queued } = await first.owner.api.appointments.get({ appointmentId: first.id });
  expect(queued).toMatchObject({ passes: 1, called: false });
});
