import { QueryClientProvider } from "@tanstack/react-query";
import { cleanup, fireEvent, render, screen, waitFor } from "@testing-library/react";
import type { BookAppointmentInput } from "@fuzhen/shared/appointments/appointment.schema.ts";
import type { SlotDay } from "@fuzhen/shared/schedules/schedule.schema.ts";
import { DAY_MS, dayOf } from "@fuzhen/shared/time.ts";
import { BrowserRouter, Route, Routes } from "../../../lib/router/index.ts";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { ApiError } from "../../../lib/api/api-error.ts";
import { setPrefs } from "../../../lib/prefs.ts";
import { createQueryClient } from "../../../lib/query-client.ts";
import Book from "./book.tsx";
import SpecialistPage from "./specialist.tsx";

const id = "a".repeat(24);
const patientId = "b".repeat(24);
const proofId = "c".repeat(24);
const tomorrow = dayOf(new Date(Date.now() + DAY_MS));
const first = `${tomorrow}T01:00:00.000Z`;
const second = `${tomorrow}T01:15:00.000Z`;

/** 陈一鸣, 09:05 to 09:25: both times reach into it. */
const visit = {
  id: "e".repeat(24),
  start: `${tomorrow}T01:05:00.000Z`,
  end: `${tomorrow}T01:25:00.000Z`,
  status: "booked",
  patient: { id: patientId, name: "李建国" },
  specialist: { name: "陈一鸣" },
};

const server = vi.hoisted(() => ({
  taken: new Set<string>(),
  book: vi.fn<(input: BookAppointmentInput) => Promise<{ id: string }>>(),
  visits: [] as object[],
}));

vi.mock("../../../lib/api/client.ts", () => ({
  api: {
    specialists: {
      profile: async () => ({
        id,
        name: "陈静宜",
        title: "chief",
        organization: {
          id,
          name: "北京协和桥医院",
          level: "三级甲等",
          feePayment: { way: "counter", note: "门诊楼一层收费处" },
        },
        department: { id, code: "03.06", name: "肾内科" },
        licenceNumber: "999110000000001",
        practiceScope: "内科专业",
        diseases: [],
        about: "",
      }),
    },
    patients: {
      myPatients: async () => [
        { id: patientId, name: "李建国", sex: "male", age: 68, consents: [], consentsMissing: [] },
      ],
    },
    reports: {
      ofPatient: async () => ({
        items: [
          {
            id: proofId,
            patientId,
            category: "diagnosis-proof",
            title: "出院小结",
            issuedOn: "2026-07-20",
            performer: "北京协和桥医院",
            status: "final",
            files: [],
            createdAt: "2026-07-20T00:00:00.000Z",
            version: 1,
            earlier: [],
            abilities: { hide: false, correct: false },
          },
        ],
        nextCursor: null,
      }),
    },
    appointments: {
      slots: async (): Promise<SlotDay[]> => [
        {
          day: tomorrow,
          reason: "open",
          slots: [first, second].map((start) => ({
            start,
            end: new Date(Date.parse(start) + 15 * 60_000).toISOString(),
            feeCents: 8000,
            visitKind: "video",
            free: !server.taken.has(start),
          })),
        },
      ],
      book: server.book,
      mine: async () => ({ items: server.visits, nextCursor: null }),
      get: async ({ appointmentId }: { appointmentId: string }) => ({ ...visit, id: appointmentId }),
    },
  },
}));

beforeEach(() => {
  setPrefs({ language: "zh", elder: false, theme: "system" });
  sessionStorage.clear();
  server.taken.clear();
  server.book.mockReset();
  server.visits = [];
});
afterEach(cleanup);

function open(start: string) {
  window.history.replaceState(null, "", `/booking/specialists/${id}/book?start=${start}`);
  render(
    <QueryClientProvider client={createQueryClient()}>
      <BrowserRouter>
        <Routes>
          <Route path="/booking/specialists/:specialistId" element={<SpecialistPage />} />
          <Route path="/booking/specialists/:specialistId/book" element={<Book />} />
          <Route path="/appointments/:appointmentId" element={<p>到了预约详情</p>} />
        </Routes>
      </BrowserRouter>
    </QueryClientProvider>,
  );
}

const type = async (label: string | RegExp, value: string) =>
  fireEvent.change(await screen.findByLabelText(label), { target: { value } });
const send = async () => fireEvent.click(await screen.findByRole("button", { name: "确认预约" }));
const sentInput = (call: number) => server.book.mock.calls[call]?.[0];

async function fillIn() {
  await type("已确诊的疾病", "慢性肾小球肾炎");
  await type("确诊医院", "北京协和桥医院");
  await type(/想对医生说的话/, "脚有点肿");
  fireEvent.click(await screen.findByRole("radio", { name: /出院小结/ }));
}

test("a slot taken meanwhile leads back to the times, and what was typed goes with another time", async () => {
  open(first);
  await fillIn();
  server.book.mockImplementationOnce(async () => {
    server.taken.add(first);
    throw new ApiError({ code: "slot_unavailable" });
  });
  await send();

  await screen.findByText(/刚被别人约走了.*您填的内容都还在/);
  expect(screen.getByRole<HTMLInputElement>("radio", { name: "09:00 已约" }).disabled).toBe(true);
  fireEvent.click(screen.getByRole("radio", { name: "09:15" }));
  fireEvent.click(await screen.findByRole("link", { name: "预约这个时间" }));

  expect((await screen.findByLabelText<HTMLInputElement>("已确诊的疾病")).value).toBe("慢性肾小球肾炎");
  expect(screen.getByLabelText<HTMLTextAreaElement>(/想对医生说的话/).value).toBe("脚有点肿");
  await waitFor(() => expect(screen.getByRole<HTMLInputElement>("radio", { name: /出院小结/ }).checked).toBe(true));
  server.book.mockResolvedValueOnce({ id: "d".repeat(24) });
  await send();
  await screen.findByText("到了预约详情");
  expect(sentInput(1)).toMatchObject({
    start: second,
    patientId,
    proofReportId: proofId,
    diagnosedAt: "北京协和桥医院",
  });
  expect(sentInput(1)?.requestKey).not.toBe(sentInput(0)?.requestKey);
  expect(Object.keys(sessionStorage).filter((key) => key.includes("booking"))).toEqual([]);
});

test("an answer lost on the way is asked for again with the same key, also when the slot now looks taken", async () => {
  open(first);
  await fillIn();
  server.book.mockImplementationOnce(async () => {
    // It arrived, and the booking stands; only its answer was lost.
    server.taken.add(first);
    throw new TypeError("network");
  });
  await send();
  await screen.findByText("网络不通，请检查网络后再试。");
  cleanup();
  open(first);
  await screen.findByText(/不会重复预约/);
  await screen.findByLabelText("确诊医院");
  server.book.mockResolvedValueOnce({ id: "d".repeat(24) });
  await send();
  await screen.findByText("到了预约详情");
  expect(sentInput(1)).toEqual(sentInput(0));
});

test("what is missing is named at its field and nothing is sent", async () => {
  open(first);
  await type("已确诊的疾病", "高血压");
  await send();
  await waitFor(() => expect(screen.getByLabelText("确诊医院").getAttribute("aria-invalid")).toBe("true"));
  expect(screen.getByLabelText("已确诊的疾病").getAttribute("aria-invalid")).toBeNull();
  expect(screen.getByText("有 2 处需要改一下")).toBeTruthy();
  expect(server.book).not.toHaveBeenCalled();
});

test("a time that is gone already is said before anything is filled in", async () => {
  server.taken.add(first);
  open(first);
  await screen.findByText(/这个时间刚被约走了/);
  expect(screen.queryByRole("button", { name: "确认预约" })).toBeNull();
});

test("an own visit that overlaps is named before anything is sent, and so is one only the server knows of", async () => {
  server.visits = [visit];
  open(first);
  await screen.findByText(/李建国 .*09:05 已经约了陈一鸣医生，和这个时间有重叠/);
  expect(screen.getByRole("link", { name: "查看那个预约" }).getAttribute("href")).toContain(visit.id);
  cleanup();
  server.visits = [{ ...visit, patient: { id: "f".repeat(24), name: "李小妹" } }];
  open(first);
  await fillIn();
  expect(screen.queryByText(/有重叠/)).toBeNull();
  const about = { type: "Appointment", id: "d".repeat(24) } as const;
  server.book.mockRejectedValueOnce(new ApiError({ code: "patient_busy", about }));
  await send();
  await screen.findByText(/陈一鸣医生，和这个时间有重叠/);
  expect(screen.getByRole("link", { name: "查看那个预约" }).getAttribute("href")).toContain(about.id);
  expect(screen.getByLabelText<HTMLInputElement>("已确诊的疾病").value).toBe("慢性肾小球肾炎");
});
