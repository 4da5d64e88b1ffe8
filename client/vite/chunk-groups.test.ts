// @vitest-environment node
import path from "node:path";
import { expect, test } from "vitest";
import { chunkGroups, chunkName, laterFiles } from "./chunk-groups.ts";
import { readSources } from "./texts/source-graph.ts";

const client = path.resolve(import.meta.dirname, "..");
const groups = chunkGroups(client).toSorted((a, b) => b.priority - a.priority);
const groupOf = (id: string) =>
  groups.find(({ test: has }) => (has instanceof RegExp ? has.test(id) : has(id)))?.name ?? "its own page's";
const ofSource = (file: string) => groupOf(path.join(client, "src", file));
const ofPackage = (file: string) => groupOf(`/x/node_modules/.pnpm/any/node_modules/${file}`);

test.each([
  ["app/main.tsx", "phone"],
  ["ui/shared/Button.tsx", "phone"],
  ["ui/mobile/Form.tsx", "sign"],
  ["features/consultations/components/Timeline.tsx", "visit"],
  ["lib/api/request-pass.ts", "waiting"],
  ["features/encounters/components/PlanView.tsx", "both"],
  ["ui/mobile/Sheet.tsx", "open"],
  ["ui/mobile/ConfirmSheet.tsx", "pages"],
  ["ui/desk/DeskShell.tsx", "desk"],
  ["ui/desk/lists/DeskTable.tsx", "lists"],
  ["app/routes/patient/plan.tsx", "its own page's"],
  ["features/consultations/rtc/call-engine.ts", "its own page's"],
])("%s travels with %s", (file, name) => expect(ofSource(file)).toBe(name));

test.each([
  ["react-dom/cjs/react-dom-client.production.js", "base"],
  ["@tanstack/query-core/build/modern/query.js", "base"],
  ["@tanstack/query-core/build/modern/infiniteQueryObserver.js", "infinite"],
  ["idb/build/index.js", "waiting"],
  ["antd/es/button/button.js", "antd"],
  ["antd/es/table/Table.js", "antd-table"],
  ["@rc-component/picker/es/index.js", "antd-picker"],
  ["@rc-component/select/es/index.js", "antd-select"],
  ["antd/es/select/useIcons.js", "antd"],
  ["lucide-react/dist/esm/icons/house.mjs", "phone"],
  // Named by the call alone.
  ["lucide-react/dist/esm/icons/mic-off.mjs", "its own page's"],
])("%s of a package travels with %s", (file, name) => expect(ofPackage(file)).toBe(name));

test("a patient's phone downloads nothing of the desk's", () => {
  const desk = [...readSources(client).keys()].filter((file) => file.includes("/ui/desk/"));
  expect(desk.length).toBeGreaterThan(20);
  const phones = ["base", "phone", "cards", "sign", "visit", "open", "infinite", "waiting", "both", "pages"];
  expect(desk.filter((file) => phones.includes(groupOf(file)))).toEqual([]);
});

test("the words of the first page are one file in each language", () => {
  const copy = (language: string) => `/src/lib/i18n/common.ts?words=${language}&for=app~app.tsx`;
  expect([groupOf(copy("zh")), groupOf(copy("en"))]).toEqual(["words-zh", "words-en"]);
  expect(groupOf("\0virtual:texts/zh/app/routes/patient/home.tsx")).toBe("words-zh");
  expect(groupOf("\0virtual:texts/zh/app/routes/patient/plan.tsx")).toBe("its own page's");
});

test("what is loaded later asks neither for itself nor for what every page has", () => {
  const needed = ["assets/reports-1.js", "assets/base-2.js", "assets/phone-3.js", "assets/pages-4.js"];
  expect(laterFiles("assets/reports-1.js", needed, { hostType: "js" })).toEqual(["assets/pages-4.js"]);
  expect(laterFiles("index.html", needed, { hostType: "html" })).toEqual(needed);
});

test("a file is named by its group, not by all who use it", () => {
  expect(chunkName({ name: "desk~lists~admin" })).toBe("assets/desk-[hash].js");
});
