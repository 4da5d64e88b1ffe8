import { gzipSync } from "node:zlib";
import type { Plugin } from "vite";
import { entryFiles, filesOf, type Bundle } from "./first-page/files-of.ts";

interface Budget {
  page: string;
  /** JavaScript until the page is drawn, gzipped, in kB of 1000 bytes; `bench start` counts the same in a browser. */
  limit: number;
  /** Beside main.tsx and app.tsx; files of client/src. */
  code: readonly string[];
  /** What each file was when this was last looked at, so that it is seen which has grown. */
  noted: Readonly<Record<string, number>>;
}

const FIRST = { base: 79.3, phone: 20.9, "rolldown-runtime": 0.4, "words-zh": 4.3, "words-en": 3.7 };

export const budgets: readonly Budget[] = [
  {
    page: "the patient's first page",
    limit: 110,
    code: ["app/routes/patient/index.tsx", "app/routes/patient/home.tsx"],
    noted: { ...FIRST, home: 2.2, cards: 0.9 },
  },
  {
    page: "a stranger's first page",
    limit: 112,
    code: ["app/routes/public/index.tsx", "app/routes/public/welcome.tsx"],
    noted: FIRST,
  },
  {
    page: "a stranger who looks for a specialist",
    limit: 121,
    code: ["app/routes/public/index.tsx", "app/routes/patient/booking.tsx"],
    noted: { ...FIRST, booking: 3.3, open: 2.6, useQueries: 1.7, welcome: 1.2 },
  },
  {
    page: "a specialist's page, of a stranger",
    limit: 118,
    code: ["app/routes/public/index.tsx", "app/routes/patient/specialist.tsx"],
    noted: { ...FIRST, specialist: 2.4, open: 2.6, welcome: 1.2 },
  },
  {
    page: "signing in",
    limit: 117,
    code: ["app/routes/public/index.tsx", "app/routes/public/sign-in.tsx"],
    noted: { ...FIRST, sign: 4.2, public: 3.5 },
  },
  {
    page: "a visit, with its live connection",
    limit: 130,
    code: ["app/routes/patient/index.tsx", "app/routes/patient/room.tsx", "realtime/socket.ts"],
    noted: { ...FIRST, visit: 10.3, room: 1.2, socket: 11.3 },
  },
  {
    page: "the specialist's desk, with its live connection",
    limit: 380,
    code: ["app/routes/specialist/index.tsx", "app/routes/specialist/workbench.tsx", "realtime/socket.ts"],
    noted: {
      ...FIRST,
      antd: 180.7,
      workbench: 22.3,
      socket: 11.3,
      visit: 11.1,
      desk: 10.4,
      both: 8.2,
      specialist: 7.3,
      sign: 3.3,
    },
  },
];

/** A page that has outgrown its budget stops the build, and says which file has grown and what is in it. */
export function budgetPlugin(): Plugin {
  return {
    name: "fuzhen-budget",
    apply: "build",
    enforce: "post",
    generateBundle: {
      // After Vite has written into the code what is fetched along with each `import()`: half a kB of the first page.
      order: "post",
      handler(_options, bundle) {
        const faults = budgets.map((budget) => overBudget(bundle, budget)).filter((fault) => fault !== null);
        if (faults.length > 0) this.error(faults.join("\n"));
      },
    },
  };
}

/** Null while the page keeps to its budget in each language. */
export function overBudget(bundle: Bundle, { page, limit, code, noted }: Budget): string | null {
  const roots = ["app/app.tsx", ...code];
  const sizes = ["zh", "en"].map((language) => {
    const words = roots.map((root) => `virtual:texts/${language}/${root}`);
    const names = new Set([...entryFiles(bundle), ...filesOf(bundle, [...roots, ...words])]);
    return [...names].flatMap((name) => {
      const file = bundle[name];
      return file?.type === "chunk" ? [{ file, kB: gzipSync(file.code).length / 1000 }] : [];
    });
  });
  const sum = (files: readonly { kB: number }[]) => files.reduce((total, { kB }) => total + kB, 0);
  const [files] = sizes.toSorted((a, b) => sum(b) - sum(a));
  if (!files || sum(files) <= limit) return null;
  const lines = files
    .map(({ file, kB }) => ({ file, kB, grown: kB - (noted[file.name.split("~", 1)[0] ?? ""] ?? 0) }))
    .toSorted((a, b) => b.grown - a.grown)
    .map(({ file, kB, grown }, index) => {
      const parts = Object.entries(file.modules)
        .map(([id, { renderedLength }]) => ({
          id: id.replace(/^.*(node_modules|client|shared)\//, ""),
          renderedLength,
        }))
        .toSorted((a, b) => b.renderedLength - a.renderedLength);
      const most =
        index > 2
          ? ""
          : `: ${parts
              .slice(0, 12)
              .map(({ id, renderedLength }) => `${id} ${renderedLength} B`)
              .join(", ")}`;
      return `  ${file.fileName} ${kB.toFixed(1)} kB (${grown < 0 ? "" : "+"}${grown.toFixed(1)})${most}`;
    });
  return `${page}: ${sum(files).toFixed(1)} kB of JavaScript, ${limit} at most. By how much each file has grown:\n${lines.join("\n")}`;
}
