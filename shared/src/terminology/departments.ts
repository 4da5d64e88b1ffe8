import table from "./departments.json" with { type: "json" };

// Code table of the 医疗机构诊疗科目名录 (second-level subjects have a parent). Source and status: SOURCE.md beside this file.

export type Department = { code: string; name: string; parent: string | null };

/** In the official order; a second-level subject ("03.06") belongs to the first two digits of its code. */
export const departments: readonly Department[] = table.rows.map(([code = "", name = ""]) => ({
  code,
  name,
  parent: code.includes(".") ? code.slice(0, 2) : null,
}));

const byCode: ReadonlyMap<string, Department> = new Map(departments.map((department) => [department.code, department]));

/** The subject with exactly this code, e.g. "03.06" → 肾病学专业. */
export function findDepartment(code: string): Department | undefined {
  return byCode.get(code);
}

/** Direct subjects of a parent code in table order; `null` asks for the top level (内科, 外科, …). */
export function departmentsUnder(parent: string | null): readonly Department[] {
  return departments.filter((department) => department.parent === parent);
}
