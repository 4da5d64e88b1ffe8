// @vitest-environment node
import { expect, test } from "vitest";
import { modulesOf } from "./worker-plugin.ts";

const graph: Record<string, { importedIds?: string[]; dynamicallyImportedIds?: string[] }> = {
  "/src/app/main.tsx": { importedIds: ["/src/lib/session.tsx"], dynamicallyImportedIds: ["/src/app/router.tsx"] },
  "/src/app/router.tsx": {
    dynamicallyImportedIds: [
      "/src/app/routes/patient/index.tsx",
      "\0virtual:texts/zh/app/routes/patient/index.tsx",
      "/src/app/routes/admin/index.tsx",
      "\0virtual:texts/zh/app/routes/admin/index.tsx",
    ],
  },
  "/src/app/routes/patient/index.tsx": { dynamicallyImportedIds: ["/src/app/routes/patient/room.tsx"] },
  "/src/app/routes/admin/index.tsx": { dynamicallyImportedIds: ["/src/app/routes/admin/audit.tsx"] },
};
const keptBy = (role: "patient" | "admin") =>
  [
    ...modulesOf(role, "/src/app/main.tsx", (id) => ({ importedIds: [], dynamicallyImportedIds: [], ...graph[id] })),
  ].join(" ");

test("a role keeps what its pages may come to, with their words, and nothing of another role's", () => {
  expect(keptBy("patient")).toContain("routes/patient/room.tsx");
  expect(keptBy("patient")).toContain("virtual:texts/zh/app/routes/patient/index.tsx");
  expect(keptBy("patient")).toContain("lib/session.tsx");
  expect(keptBy("patient")).not.toContain("admin");
  expect(keptBy("admin")).toContain("routes/admin/audit.tsx");
  expect(keptBy("admin")).not.toContain("patient");
});
