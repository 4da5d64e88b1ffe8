import { createHash } from "node:crypto";
import { readdir, truncate, writeFile } from "node:fs/promises";
import path from "node:path";
import type { Page } from "@playwright/test";
import type { Report } from "@fuzhen/shared/reports/report.schema.ts";
import { addReport, newPatient, type PatientAccount } from "../../fixtures/patient-data.ts";
import { corpusFile } from "../../fixtures/corpus.ts";
import { expect, test } from "../../fixtures/people.ts";
import {
  expectDelivered,
  fillReport,
  pickFiles,
  slowLine,
  submitReport,
  tileOf,
  tiles,
} from "../../fixtures/report-acts.ts";
import { signIn } from "../../fixtures/sign-in.ts";

// Among the last of the files and the longest: its journeys go to whichever worker is free.
test.describe.configure({ mode: "parallel" });

const typed = { category: "化验", title: "24 小时尿蛋白", performer: "鸡西市人民医院" } as const;
/** Some 800 kB, several chunks: long enough to be cut in the middle. */
const heavy = "photos/IMG_5195.HEIC";
const heavyName = "IMG_5195.HEIC";
const village = 150_000;

/** Waits until the upload is well under way: some of it has arrived and some has not. */
const expectHalfWay = (page: Page) =>
  expect(tileOf(page, heavyName)).toContainText(/上传 ([3-8]\d)%/, { timeout: 30_000 });

async function reportOf(owner: PatientAccount, title: string): Promise<Report> {
  const { items } = await owner.api.reports.ofPatient({ patientId: owner.patient.id });
  const found = items.filter((report) => report.title === title);
  expect(found).toHaveLength(1);
  return found[0] as Report;
}

/** The pictures of a report as the hospital serves them, by content. */
async function picturesOf(url: string, report: Report): Promise<string[]> {
  return Promise.all(
    report.files
      .flatMap((file) => file.pages)
      .map(async (page) => {
        const answer = await fetch(new URL(page.display, url));
        expect(answer.ok).toBe(true);
        return createHash("sha256")
          .update(Buffer.from(await answer.arrayBuffer()))
          .digest("hex");
      }),
  );
}

/** Fills the rest in, submits, and compares what is served with the same file sent over a whole line. */
async function expectWholeReport(page: Page, url: string, owner: PatientAccount): Promise<void> {
  await expectDelivered(page, 1);
  await fillReport(page, typed);
  await submitReport(page);
  const picture = page.getByRole("button", { name: `${typed.title}，第 1 页` }).locator("img");
  await expect.poll(() => picture.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBeGreaterThan(0);
  const cut = await reportOf(owner, typed.title);
  expect(cut.files.map(({ name, status }) => ({ name, status }))).toEqual([{ name: heavyName, status: "ready" }]);
  const whole = await addReport(url, owner, "other", [heavy]);
  expect(await picturesOf(url, cut)).toEqual(await picturesOf(url, whole));
}

async function atUpload(page: Page, owner: PatientAccount): Promise<void> {
  await signIn(page, owner);
  await page.goto("/reports/add");
  await expect(page.getByRole("heading", { level: 1, name: "上传报告" })).toBeVisible();
}

test("a line that is cut in the middle: the upload waits, goes on by itself and ends whole", async ({
  people,
  stack,
}) => {
  const owner = await newPatient(stack.url, "王秀兰");
  const patient = await people.patient();
  await atUpload(patient, owner);
  await slowLine(patient, village);
  await pickFiles(patient, [heavy]);
  await expectHalfWay(patient);

  await patient.context().setOffline(true);
  await expect(patient.getByText("网络断开了")).toBeVisible();
  await patient.getByLabel("报告名称").fill("断网时填的");
  // Also ends the slow line: the rest comes at once.
  await patient.context().setOffline(false);
  await expect(patient.getByLabel("报告名称")).toHaveValue("断网时填的");
  await expectWholeReport(patient, stack.url, owner);
});

test("a reload in the middle: the file is still there and goes on where it was", async ({ people, stack }) => {
  const owner = await newPatient(stack.url, "李桂英");
  const patient = await people.patient();
  await atUpload(patient, owner);
  const wholeLine = await slowLine(patient, village);
  await pickFiles(patient, [heavy]);
  await patient.getByLabel("出报告的医院").fill("鸡西市人民医院");
  await expectHalfWay(patient);
  const sentBefore: string[] = [];
  patient.on("request", (request) => {
    if (request.method() === "PATCH") sentBefore.push(request.headers()["upload-offset"] ?? "");
  });
  await wholeLine();
  await patient.reload();
  await expect(tileOf(patient, heavyName)).toBeVisible();
  await expect(patient.getByLabel("出报告的医院")).toHaveValue("鸡西市人民医院");
  await expectDelivered(patient, 1);
  expect(Number(sentBefore[0]), "goes on, does not begin anew").toBeGreaterThan(0);
  await expectWholeReport(patient, stack.url, owner);
});

test("the page is left for another one: the upload goes on, and home's neighbour leads back to it", async ({
  people,
  stack,
}) => {
  const owner = await newPatient(stack.url, "孙桂芳");
  const patient = await people.patient();
  await atUpload(patient, owner);
  const wholeLine = await slowLine(patient, village);
  await pickFiles(patient, [heavy]);
  await expectHalfWay(patient);
  await patient.close();
  await wholeLine().catch(() => undefined);
  const next = await patient.context().newPage();
  await next.goto("/reports");
  await next.getByRole("link", { name: /有 1 个文件还没提交/ }).click();
  await expectWholeReport(next, stack.url, owner);
});

test("the server dies and comes back in the middle: nothing is pressed, the report is whole", async ({
  people,
  stack,
}) => {
  const owner = await newPatient(stack.url, "赵玉珍");
  const patient = await people.patient();
  await atUpload(patient, owner);
  const wholeLine = await slowLine(patient, village);
  await pickFiles(patient, [heavy]);
  await expectHalfWay(patient);
  await stack.kill();
  await stack.start();
  await wholeLine();
  await expectWholeReport(patient, stack.url, owner);
});

/** What lies in a folder of the server's data, by the folder that holds one upload. */
async function keptIn(dataDir: string, folder: "files" | "uploads" | "deriving"): Promise<string[]> {
  const all = await readdir(path.join(dataDir, folder), { recursive: true, withFileTypes: true }).catch(() => []);
  return [...new Set(all.filter((entry) => entry.isFile()).map((entry) => entry.parentPath))];
}

test("before sending pages are looked at, ordered and taken again; afterwards what was written is corrected, with a trace", async ({
  people,
  stack,
}) => {
  const owner = await newPatient(stack.url, "何玉梅");
  const patient = await people.patient();
  await atUpload(patient, owner);
  await pickFiles(patient, ["photos/landscape_1.jpg", "photos/landscape_6.jpg"]);
  await expectDelivered(patient, 2);
  await patient.getByRole("button", { name: "看大图 landscape_6.jpg" }).click();
  const viewer = patient.getByRole("dialog");
  await expect(viewer.getByRole("img", { name: "landscape_6.jpg，第 1 页" })).toBeVisible();
  await patient.keyboard.press("Escape");
  await patient.getByRole("button", { name: "往前移 landscape_6.jpg" }).click();
  await patient
    .getByLabel("重拍 landscape_1.jpg")
    .setInputFiles(corpusFile("lab-report-photos/bloodtestreport1_redacted.jpg"));
  // Until it stands there, two are delivered still: the one that it takes the place of, too.
  await expect(tileOf(patient, "bloodtestreport1_redacted.jpg")).toBeVisible();
  await expectDelivered(patient, 2);
  await fillReport(patient, typed);
  await submitReport(patient);
  const names = (await reportOf(owner, typed.title)).files.map(({ name }) => name);
  expect(names).toEqual(["landscape_6.jpg", "bloodtestreport1_redacted.jpg"]);

  await patient.getByRole("button", { name: "更正信息" }).click();
  await patient.getByLabel("报告名称").fill("尿微量白蛋白");
  await patient.getByRole("button", { name: "保存更正" }).click();
  await expect(patient.getByRole("heading", { level: 1, name: "尿微量白蛋白" })).toBeVisible();
  await patient.getByText("更正过 1 次，看原来写的").click();
  await expect(patient.getByText(typed.title)).toBeVisible();
});

test("broken, disguised, empty and oversize files are refused in clear words, and nothing of them is kept", async ({
  people,
  stack,
}, testInfo) => {
  const owner = await newPatient(stack.url, "周淑芬");
  const patient = await people.patient();
  await atUpload(patient, owner);
  const before = { files: await keptIn(stack.dataDir, "files"), uploads: await keptIn(stack.dataDir, "uploads") };

  const [empty, huge] = [testInfo.outputPath("空白.jpg"), testInfo.outputPath("太大.jpg")];
  await writeFile(empty, "");
  await writeFile(huge, "");
  await truncate(huge, 50 * 1024 * 1024 + 1);
  await pickFiles(patient, [empty, huge]);
  await expect(patient.getByText("空白.jpg 是空的，请换一个")).toBeVisible();
  await expect(patient.getByText("太大.jpg 超过 50 MB，请压缩或分开")).toBeVisible();
  await expect(tiles(patient)).toHaveCount(0);

  const refused: [string, string][] = [
    ["hostile-uploads/fixture.exe", "不支持这种文件，请上传照片或 PDF。"],
    ["hostile-uploads/xss.html", "不支持这种文件，请上传照片或 PDF。"],
    ["hostile-uploads/SVG_XSS1.svg", "不支持这种文件，请上传照片或 PDF。"],
    ["hostile-uploads/phpinfo.jpg.php", "不支持这种文件，请上传照片或 PDF。"],
    ["hostile-uploads/fixture-json.webp", "不支持这种文件，请上传照片或 PDF。"],
    ["hostile-uploads/derived/png-bomb-20000x20000-1bit.png", "照片尺寸太大，请把相机分辨率调低再拍。"],
    ["hostile-uploads/POC_img_phpinfo-CR.gif", "这个文件打不开，请重新拍一张或换一个。"],
  ];
  await pickFiles(
    patient,
    refused.map(([file]) => file),
  );
  for (const [file, words] of refused) {
    const tile = tileOf(patient, path.basename(file));
    await expect(tile, file).toContainText("没收下", { timeout: 30_000 });
    await expect(tile, file).toContainText(words);
  }
  // One good paper among them: the report waits until the bad ones are taken out.
  await pickFiles(patient, ["lab-report-photos/bloodtestreport1_redacted.jpg"]);
  await expectDelivered(patient, 1);
  // A photo that lost its end on a bad line is taken, and says so: whoever took it knows whether it matters.
  const cut = "truncated-lab-photo.jpg";
  await pickFiles(patient, [`hostile-uploads/derived/${cut}`]);
  await expectDelivered(patient, 2);
  await expect(tileOf(patient, cut)).toContainText("不完整，有一部分没传到");
  await patient.getByRole("button", { name: `删除 ${cut}`, exact: true }).click();
  await fillReport(patient, typed);
  await patient.getByRole("button", { name: "提交报告" }).click();
  await expect(patient.getByText(/这些文件没收下，请删除或再传一次/)).toBeVisible();
  for (const [file] of refused)
    await patient.getByRole("button", { name: `删除 ${path.basename(file)}`, exact: true }).click();
  await expect(tiles(patient)).toHaveCount(1);
  await submitReport(patient);

  const report = await reportOf(owner, typed.title);
  expect(report.files.map(({ name }) => name)).toEqual(["bloodtestreport1_redacted.jpg"]);
  const added = async (folder: "files" | "uploads") =>
    (await keptIn(stack.dataDir, folder)).filter((one) => !before[folder].includes(one));
  expect(await added("files"), "one upload is kept").toHaveLength(1);
  await expect.poll(() => added("uploads")).toEqual([]);
  await expect.poll(() => keptIn(stack.dataDir, "deriving")).toEqual([]);
});
