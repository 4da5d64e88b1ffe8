import { QueryClientProvider } from "@tanstack/react-query";
import { cleanup, render, screen } from "@testing-library/react";
import type { ReactNode } from "react";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import {
  columnFieldNames,
  fieldNamesAt,
  rowOf,
  specialistFieldNames,
} from "@fuzhen/shared/specialists/specialist.fields.ts";
import type { Specialist, StaffSpecialist } from "@fuzhen/shared/specialists/specialist.schema.ts";
import { sampleSpecialist } from "@fuzhen/shared/testing/sample-specialist.ts";
import { setPrefs } from "../../../lib/prefs.ts";
import { createQueryClient } from "../../../lib/query-client.ts";
import { BrowserRouter } from "../../../lib/router/index.ts";
import { DeskProvider } from "../../../ui/desk/DeskProvider.tsx";
import { deskSpecialistsTexts } from "../desk-specialists.texts.ts";
import { specialistFinderTexts } from "../specialist-finder.texts.ts";
import { DeskSpecialistForm } from "./DeskSpecialistForm.tsx";
import { DeskSpecialists } from "./DeskSpecialists.tsx";
import { SpecialistDetails } from "./SpecialistDetails.tsx";

const id = "a".repeat(24);
const words = specialistFieldNames.filter((name) => rowOf(name).kind === "text");
const { departmentId: _, ...fields } = {
  ...sampleSpecialist({ departmentId: id, licenceNumber: "110000000000001", diseases: ["IgA 肾病"] }),
  ...Object.fromEntries(words.map((name) => [name, `${name} 的字`])),
};
const department = { id, code: "03.06", name: "肾内科" };
const staff: StaffSpecialist = { ...fields, id, department, phoneMasked: "138****0000", published: true };
const organization: Specialist["organization"] = {
  id,
  name: "桥医院",
  level: "三级甲等",
  feePayment: { way: "counter", note: "" },
};

vi.mock("../../../lib/api/client.ts", () => ({
  api: { specialists: { staff: async () => ({ items: [staff], nextCursor: null, total: 1 }) } },
}));

const show = (page: ReactNode) =>
  render(
    <BrowserRouter>
      <QueryClientProvider client={createQueryClient()}>
        <DeskProvider>{page}</DeskProvider>
      </QueryClientProvider>
    </BrowserRouter>,
  );

afterEach(() => {
  cleanup();
  sessionStorage.clear();
});

describe.each(["zh", "en"] as const)("in %s", (language) => {
  beforeEach(() => setPrefs({ language, elder: false, theme: "system" }));
  const labels = deskSpecialistsTexts[language].fields;

  test("every field of the list is in the form, under its words and with its hint, in the order of the list", () => {
    show(<DeskSpecialistForm specialist={staff} departments={[department]} onClose={() => undefined} />);
    const controls = specialistFieldNames.map((name) => screen.getByLabelText(labels[name].label));
    expect(controls.map((control) => control.id)).toEqual(specialistFieldNames);
    for (const [index, control] of controls.slice(1).entries())
      expect(controls[index]?.compareDocumentPosition(control)).toBe(Node.DOCUMENT_POSITION_FOLLOWING);
    const page = document.body.textContent;
    for (const name of specialistFieldNames) expect(page).toContain(labels[name].hint);
    expect(screen.getByLabelText<HTMLTextAreaElement>(labels.about.label).value).toBe(staff.about);
  });

  test("the list has a column for each field that has a place there, with what it holds", async () => {
    show(<DeskSpecialists departments={[department]} onAdd={vi.fn()} onEdit={vi.fn()} scheduleLink={() => null} />);
    await screen.findByRole("cell", { name: staff.name });
    const heads = screen.getAllByRole("columnheader").map((head) => head.textContent);
    const titles = columnFieldNames.map((name) =>
      name === "licenceValidTo" ? deskSpecialistsTexts[language].licenceDates : labels[name].label,
    );
    expect(heads.slice(0, titles.length)).toEqual(titles);
    const cells = screen.getAllByRole("cell").slice(0, titles.length);
    for (const cell of cells) expect(cell.textContent).not.toBe("");
  });

  test("patients read each field that has a place of its own below the head, and none that is blank", () => {
    const specialist: Specialist = { ...fields, id, department, organization };
    const { unmount } = show(<SpecialistDetails specialist={specialist} />);
    const read = [...fieldNamesAt("section"), ...fieldNamesAt("fact")];
    for (const name of read) {
      expect(screen.getByText(specialistFinderTexts[language].fields[name])).toBeTruthy();
      expect(screen.getByText(specialist[name])).toBeTruthy();
    }
    unmount();
    show(<SpecialistDetails specialist={{ ...specialist, about: "" }} />);
    expect(screen.queryByText(specialistFinderTexts[language].fields.about)).toBeNull();
  });
});
