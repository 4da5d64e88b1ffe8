import { readFileSync } from "node:fs";
import path from "node:path";
import { closureOf } from "./texts/needed-texts.ts";
import { readSources } from "./texts/source-graph.ts";

const BASE =
  /node_modules[\\/](\.pnpm[\\/])?(react|react-dom|scheduler|@tanstack)([@+\\/]|$)|oxc-project|rolldown\/runtime|vite\/preload/;
/** Parts of these packages that the first page does not use. */
const LATER = /useQueries|queriesObserver|nfiniteQuery(?!Behavior)/;
/** For lists that load page by page, on phone and desk. */
const INFINITE = /nfiniteQuery(Observer)?\.js$/;
const IDB = /node_modules[\\/]idb[\\/]/;
const ANTD = /antd|@ant-design|rc-component|@emotion|dayjs/;
/** Large parts of antd that not every page of the desk needs. */
const TABLE = /(antd[\\/]es|rc-component)[\\/](table|tree|pagination|context|checkbox|radio|spin)[\\/]/;
/** What the picker takes of it stays with the rest. */
const SELECT = /(antd[\\/]es[\\/]select[\\/](?!useIcons)|rc-component[\\/](select|virtual-list)[\\/])/;
const PICKER = /(antd[\\/]es[\\/](date|time)-picker|rc-component[\\/]picker)[\\/]/;

/**
 * Which modules travel together. Left to itself the bundler makes a file of everything that two pages share: the first
 * page was 17 files in three waves, the desk's 60, and over HTTP/1.1 only six are fetched at a time.
 */
export function chunkGroups(clientRoot: string) {
  const app = path.join(clientRoot, "src", "app");
  const sources = readSources(clientRoot);
  const iconNames = readIconNames(clientRoot);
  const lazy = [...sources.values()].flatMap((source) => source.lazy.map(({ target }) => target));
  const within = (roots: readonly string[]) => new Set(roots.flatMap((root) => [...closureOf(sources, root)]));
  const iconsOf = (files: Iterable<string>) =>
    new Set([...files].flatMap((file) => iconsIn(sources.get(file)?.code ?? "")).map((name) => iconNames.get(name)));
  const closures = [path.join(app, "main.tsx"), ...new Set(lazy)].map((root) => {
    const files = closureOf(sources, root);
    return { files, icons: iconsOf(files) };
  });
  const isShared = (file: string) => closures.filter(({ files }) => files.has(file)).length > 1;
  const isSharedIcon = (icon: string | undefined) => closures.filter(({ icons }) => icons.has(icon)).length > 1;
  /**
   * Whether a module is one that these roots share with other downloads, or an icon that they do. Counted here from the
   * sources, because the bundler's own count leaves out what was loaded earlier.
   */
  const sharedBy = (roots: readonly string[]) => {
    const files = within(roots);
    const shared = new Set([...[...files].filter(isShared), ...addedByTexts(clientRoot)]);
    const icons = new Set([...iconsOf(files)].filter(isSharedIcon));
    return isOneOf(shared, icons);
  };
  /** Whether a module comes with these roots at all, shared or not. */
  const allOf = (...names: string[]) => {
    const files = within(names.map((name) => path.join(app, name)));
    const icons = iconsOf(files);
    return isOneOf(files, icons);
  };
  const of = (...names: string[]) => sharedBy(names.map((name) => path.join(app, name)));
  const isDesk = (root: string) => /[Dd]esk|routes\/(specialist|admin|pharmacist)\//.test(path.relative(app, root));
  const [desk, phone] = [
    lazy.filter(isDesk),
    lazy.filter((root) => !isDesk(root) && !root.includes("/routes/public/")),
  ];
  // The frame of a patient's pages comes with the first of them, whichever it is.
  const frame = allOf("main.tsx", "app.tsx", "routes/patient/index.tsx");
  const first = of("main.tsx", "app.tsx", "routes/patient/index.tsx", "routes/patient/home.tsx");
  const sign = of("routes/public/sign-in.tsx", "routes/public/sign-up.tsx");
  const welcome = of("routes/public/index.tsx", "routes/public/welcome.tsx");
  const visit = of("routes/patient/room.tsx");
  const open = of("routes/public/index.tsx", "routes/patient/booking.tsx", "routes/patient/specialist.tsx");
  const outbox = of("../features/consultations/chat/outbox-download.ts");
  const [ofDesk, ofPhone] = [sharedBy(desk), sharedBy(phone)];
  return [
    // Of every page, and the same from release to release.
    { name: "base", test: (id: string) => BASE.test(id) && !LATER.test(id), priority: 9 },
    // Code of one page stays in that page's file. The few pieces that signing in and a visit share come with the first
    // page too.
    {
      name: "phone",
      test: (id: string) => frame(id) || (first(id) && (visit(id) || welcome(id))) || (sign(id) && visit(id)),
      priority: 8,
    },
    // What home shares with other pages, but neither with a visit nor with a stranger's first page.
    { name: "cards", test: (id: string) => first(id) && !visit(id) && !welcome(id), priority: 8 },
    // A stranger's first page takes no more of the others' than it draws.
    { name: "notice", test: (id: string) => sign(id) && (welcome(id) || open(id)), priority: 7 },
    { name: "welcome", test: (id: string) => welcome(id) && !sign(id), priority: 7 },
    { name: "sign", test: (id: string) => sign(id) && !welcome(id) && !open(id), priority: 7 },
    // Of those who look for a specialist, signed in or not.
    { name: "open", test: (id: string) => open(id) && !welcome(id) && !sign(id) && !visit(id), priority: 7 },
    { name: "infinite", test: (id: string) => INFINITE.test(id), priority: 7 },
    { name: "visit", test: (id: string) => visit(id) && !welcome(id) && !sign(id), priority: 7 },
    // Of messages and of files that wait on the phone to be sent.
    { name: "waiting", test: (id: string) => outbox(id) || IDB.test(id), priority: 7 },
    { name: "both", test: (id: string) => ofDesk(id) && ofPhone(id), priority: 6 },
    { name: "pages", test: ofPhone, priority: 5 },
    {
      name: "antd",
      test: (id: string) => ANTD.test(id) && !TABLE.test(id) && !SELECT.test(id) && !PICKER.test(id),
      minShareCount: 2,
      priority: 4,
    },
    { name: "antd-table", test: TABLE, priority: 3 },
    { name: "antd-select", test: SELECT, priority: 3 },
    { name: "antd-picker", test: PICKER, priority: 3 },
    {
      name: "desk",
      test: of("DeskFrame.tsx", "routes/specialist/index.tsx", "routes/specialist/workbench.tsx"),
      priority: 2,
    },
    { name: "lists", test: ofDesk, priority: 1 },
    ...(["zh", "en"] as const).map((language) => ({
      name: `words-${language}`,
      test: firstWords(language),
      priority: 0,
    })),
  ];
}

/** The words of the first page in one language: one file instead of one for each `import("…")`. */
const firstWords = (language: "zh" | "en") => {
  const copies = new RegExp(`words=${language}&for=app~(app|routes~patient~(index|home))\\.tsx$`);
  const lists = new RegExp(`virtual:texts/${language}/app/(app|routes/patient/(index|home))\\.tsx$`);
  return (id: string) => copies.test(id) || lists.test(id);
};

/** What the build writes into sources itself (texts/texts-plugin.ts) is in none of them. */
const addedByTexts = (clientRoot: string): string[] =>
  ["with-texts.ts", "catalogues.ts"].map((name) => path.join(clientRoot, "src", "lib", "i18n", name));

const isOneOf = (files: ReadonlySet<string>, icons: ReadonlySet<string | undefined>) => (id: string) =>
  files.has(id) || icons.has(ICON.exec(id)?.[1] ?? "no icon");

const ICON = /lucide-react.*\/icons\/([a-z0-9-]+)\./;

/** Each icon's file by its names: an icon keeps the ones it had. */
function readIconNames(clientRoot: string): ReadonlyMap<string, string> {
  const list = readFileSync(path.join(clientRoot, "node_modules/lucide-react/dist/esm/lucide-react.mjs"), "utf8");
  return new Map(
    [...list.matchAll(/export \{([^}]*)\} from ["']\.\/icons\/([a-z0-9-]+)\.mjs["']/g)].flatMap(
      ([, names = "", file = ""]) =>
        [...names.matchAll(/default as (\w+)/g)].map(([, name = ""]) => [name, file] as const),
    ),
  );
}

/** Names of the icons that a source imports: `House`, `CloudOff`. */
const iconsIn = (code: string): string[] =>
  /import \{([^}]*)\} from "lucide-react"/.exec(code)?.[1]?.match(/\b[A-Z]\w*/g) ?? [];

/** Files that index.html brings before any other code runs: nothing that is loaded later has to name them. */
const OF_EVERY_PAGE = /\/(base|phone|rolldown-runtime)-/;

/** What is asked for together with a file that is loaded later; most files then need nothing but themselves. */
export const laterFiles = (file: string, needed: string[], { hostType }: { hostType: "html" | "js" }): string[] =>
  hostType === "js" ? needed.filter((name) => name !== file && !OF_EVERY_PAGE.test(name)) : needed;

/** The bundler names a shared chunk by all its users. */
export const chunkName = ({ name }: { name: string }): string => `assets/${name.split("~", 1)[0]}-[hash].js`;
