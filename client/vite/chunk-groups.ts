import { readFileSync } from "node:fs";
import path from "node:path";
import { closureOf } from "./texts/needed-texts.ts";
import { readSources } from "./texts/source-graph.ts";

const BASE =
  /node_modules[\\/](\.pnpm[\\/])?(react|react-dom|scheduler|@tanstack)([@+\\/]|$)|oxc-project|rolldown\/runtime|vite\/preload/;
/** Parts of these that the first page has no need of. */
const LATER = /useQueries|queriesObserver|nfiniteQuery(?!Behavior)/;
const ANTD = /antd|@ant-design|rc-component|@emotion|dayjs/;

/**
 * Which modules travel together. Left to itself the bundler makes a file of everything that two pages share: the first
 * page was 17 files in three waves, the desk's 60, and over HTTP/1.1 only six are fetched at a time.
 */
export function chunkGroups(clientRoot: string) {
  const app = path.join(clientRoot, "src", "app");
  const sources = readSources(clientRoot);
  const iconNames = readIconNames(clientRoot);
  const lazy = [...sources.values()].flatMap((source) => source.lazy.map(({ target }) => target));
  const closures = [...new Set([path.join(app, "main.tsx"), ...lazy])].map((root) => closureOf(sources, root));
  const isShared = (file: string) => closures.filter((files) => files.has(file)).length > 1;
  /** What these roots share with others, and their icons. Counted here: the bundler's own count leaves out what is there before. */
  const sharedBy = (roots: readonly string[]) => {
    const files = [...new Set(roots.flatMap((root) => [...closureOf(sources, root)]))];
    const shared = new Set([...files.filter(isShared), ...addedByTexts(clientRoot)]);
    const named = files.flatMap((file) => iconsIn(sources.get(file)?.code ?? ""));
    const icons = new Set(named.map((name) => iconNames.get(name)));
    return (id: string) => shared.has(id) || icons.has(ICON.exec(id)?.[1] ?? "no icon");
  };
  const of = (...names: string[]) => sharedBy(names.map((name) => path.join(app, name)));
  const isDesk = (root: string) => /[Dd]esk|routes\/(specialist|admin|pharmacist)\//.test(path.relative(app, root));
  const first = of("main.tsx", "app.tsx", "routes/patient/index.tsx", "routes/patient/home.tsx");
  const sign = of("routes/public/index.tsx");
  const visit = of("routes/patient/room.tsx");
  return [
    // Of every page, and the same from release to release.
    { name: "base", test: (id: string) => BASE.test(id) && !LATER.test(id), priority: 6 },
    // What a page has alone stays with it. The few pieces that signing in and a visit share come with the first page too.
    { name: "phone", test: (id: string) => first(id) || (sign(id) && visit(id)), priority: 5 },
    { name: "sign", test: sign, priority: 4 },
    { name: "visit", test: visit, priority: 4 },
    { name: "pages", test: sharedBy(lazy.filter((root) => !isDesk(root))), priority: 3 },
    // By which pages of the desk use it; what is small, before anything is packed, goes with its neighbours.
    {
      name: "antd",
      test: ANTD,
      minShareCount: 2,
      priority: 2,
      entriesAware: true,
      entriesAwareMergeThreshold: 250_000,
    },
    { name: "desk", test: sharedBy(lazy.filter(isDesk)), priority: 1 },
  ];
}

/** What the build writes into sources itself (texts/texts-plugin.ts) is in none of them. */
const addedByTexts = (clientRoot: string): string[] =>
  ["with-texts.ts", "catalogues.ts"].map((name) => path.join(clientRoot, "src", "lib", "i18n", name));

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

/** The bundler names a shared chunk by all its users. */
export const chunkName = ({ name }: { name: string }): string => `assets/${name.split("~", 1)[0]}-[hash].js`;
