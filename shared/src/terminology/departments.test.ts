import { describe, expect, it } from "vitest";

import { departments, departmentsUnder, findDepartment } from "./departments.ts";

describe("departments", () => {
  it("has unique codes, and every parent is a row of its own one level up", () => {
    expect(new Set(departments.map(({ code }) => code)).size).toBe(departments.length);
    for (const { code, name, parent } of departments) {
      expect(name).not.toBe("");
      expect(parent).toBe(code.includes(".") ? code.slice(0, 2) : null);
    }
    const parents = new Set(departments.flatMap(({ parent }) => parent ?? []));
    for (const code of parents) expect(findDepartment(code)?.parent).toBeNull();
  });

  it("finds by exact code only", () => {
    expect(findDepartment("03.06")).toEqual({ code: "03.06", name: "肾病学专业", parent: "03" });
    for (const code of ["", "3", "03.6", "__proto__"]) expect(findDepartment(code)).toBeUndefined();
  });

  it("lists a level in the official order", () => {
    expect(
      departmentsUnder(null)
        .slice(0, 3)
        .map(({ name }) => name),
    ).toEqual(["预防保健科", "全科医疗科", "内科"]);
    expect(departmentsUnder("16").map(({ code }) => code)).toEqual([
      "16.01",
      "16.02",
      "16.03",
      "16.04",
      "16.05",
      "16.06",
    ]);
    expect(departmentsUnder("17")).toEqual([]);
  });
});
