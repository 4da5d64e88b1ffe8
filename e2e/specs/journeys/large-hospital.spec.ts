import type { Page } from "@playwright/test";
import { enterAs } from "../../fixtures/enter-as.ts";
import { fillHospital } from "../../fixtures/large-hospital.ts";
import { expect, journey } from "../../fixtures/people.ts";
import { demoAccount } from "../../fixtures/sign-in.ts";
import { goOn, wideThings } from "../../support/page-measures.ts";

// 804 specialists would change what other journeys find.
const test = journey();

const rows = (page: Page) => page.getByRole("row").filter({ has: page.getByRole("button", { name: "修改" }) });
/** Header, name and actions are in sight, wherever the list is scrolled to; nothing is wider than the screen. */
async function expectUsable(page: Page, name: string): Promise<void> {
  const row = rows(page).filter({ hasText: name }).last();
  await row.scrollIntoViewIfNeeded();
  await expect(page.getByRole("columnheader", { name: "姓名" })).toBeInViewport({ ratio: 0.9 });
  await expect(row.getByText(name).first()).toBeInViewport();
  for (const action of ["排班", "修改"])
    await expect(row.getByRole(action === "排班" ? "link" : "button", { name: action })).toBeInViewport({ ratio: 1 });
  expect(await wideThings(page)).toEqual([]);
}

test("among 50 departments and 800 specialists with the longest names an admin finds, sorts, turns pages and changes", async ({
  people,
  stack,
}) => {
  await fillHospital(stack, "北京协和桥医院");
  const admin = await people.admin({ viewport: { width: 1280, height: 720 } });
  await enterAs(admin, stack.url, await demoAccount(stack.url, "王雪梅"));
  await admin.goto("/admin/specialists");
  await expect(admin.getByText("共 804 条")).toBeVisible();
  const shown = await rows(admin).count();
  await admin.getByRole("button", { name: "加载更多" }).click();
  await expect.poll(() => rows(admin).count()).toBeGreaterThan(shown);
  await expectUsable(admin, "Aleksandra");

  await test.step("searched as the name is typed, sorted, filtered by a department", async () => {
    await admin.getByRole("columnheader", { name: "姓名" }).click();
    await expect(admin).toHaveURL(/sort=name/);
    await expect(rows(admin).first()).toContainText("Aleksandra");
    await admin.getByRole("searchbox").fill("古丽巴哈尔•阿不都");
    await expect(admin.getByText("共 33 条")).toBeVisible();
    await expect(rows(admin).first()).toContainText("古丽巴哈尔·阿不都热西提·肉孜");
    await admin.getByLabel("科室").click();
    await admin.keyboard.type("Department 17）");
    await admin.keyboard.press("Enter");
    await expect(admin).toHaveURL(/departmentId=/);
    await expect(admin.getByText(/^共 \d 条/)).toBeVisible();
    await admin.getByRole("button", { name: "清除筛选" }).click();
    await expect(admin.getByText("共 804 条")).toBeVisible();
  });

  await test.step("at 150 % zoom too, and the week has all its days", async () => {
    await admin.setViewportSize({ width: 853, height: 480 });
    await expectUsable(admin, "Aleksandra");
    await rows(admin).filter({ hasText: "Aleksandra" }).last().getByRole("button", { name: "修改" }).click();
    await expect(admin.getByRole("dialog")).toContainText("Aleksandra");
    await admin.keyboard.press("Escape");
    await goOn(admin, "/admin/schedules");
    await admin.getByRole("rowheader").last().scrollIntoViewIfNeeded();
    for (const day of ["周一", "周日"])
      await expect(admin.getByRole("columnheader", { name: day })).toBeInViewport({ ratio: 1 });
    expect(await wideThings(admin)).toEqual([]);
  });
});
