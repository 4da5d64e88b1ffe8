import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { parseSync } from "vite";

const SHARED = "@fuzhen/shared/";

interface Range {
  start: number;
  end: number;
}

/** One `export const NAME = defineTexts({ zh, en })`; the ranges are those of the call and of each language's words. */
export interface Catalogue {
  name: string;
  call: Range;
  zh: Range;
  en: Range;
}

export interface Source {
  code: string;
  /** Files whose code comes with this one. */
  imports: string[];
  /** Files whose code comes later: `import("…")`. */
  lazy: (Range & { target: string })[];
  catalogues: Catalogue[];
}

/** Sources of the client and of `shared` by absolute path; tests are none of them. */
export type SourceGraph = ReadonlyMap<string, Source>;

export function readSources(clientRoot: string): SourceGraph {
  const shared = path.resolve(clientRoot, "../shared/src");
  const files = [path.join(clientRoot, "src"), shared].flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: "utf8" })
      .filter((name) => /\.tsx?$/.test(name) && !/\.(test|d)\.tsx?$/.test(name))
      .map((name) => path.join(folder, name)),
  );
  return new Map(files.map((file) => [file, readSource(file, readFileSync(file, "utf8"), shared)]));
}

export function readSource(file: string, code: string, shared = ""): Source {
  const { module, program, errors } = parseSync(file, code);
  if (errors.length > 0) throw new Error(`${file}: ${errors[0]?.message}`);
  const resolve = (specifier: string) =>
    specifier.startsWith(SHARED)
      ? path.join(shared, specifier.slice(SHARED.length))
      : path.resolve(path.dirname(file), specifier);
  const isOwn = (specifier: string) => /^(\.{1,2}|@fuzhen\/shared)\/.*\.tsx?$/.test(specifier);
  const isType = ({ start }: Range) => /^(import|export)\s+type\s/.test(code.slice(start, start + 20));
  const exported = module.staticExports.flatMap((one) =>
    isType(one) ? [] : one.entries.flatMap(({ moduleRequest }) => (moduleRequest ? [moduleRequest.value] : [])),
  );
  const imported = module.staticImports.flatMap((one) => (isType(one) ? [] : [one.moduleRequest.value]));
  return {
    code,
    imports: [...imported, ...exported].filter(isOwn).map(resolve),
    lazy: module.dynamicImports.flatMap(({ start, end, moduleRequest }) => {
      const specifier = code.slice(moduleRequest.start + 1, moduleRequest.end - 1);
      return isOwn(specifier) ? [{ start, end, target: resolve(specifier) }] : [];
    }),
    catalogues: program.body.flatMap((statement) => cataloguesIn(statement, file)),
  };
}

type Statement = ReturnType<typeof parseSync>["program"]["body"][number];

function cataloguesIn(statement: Statement, file: string): Catalogue[] {
  if (statement.type !== "ExportNamedDeclaration" || statement.declaration?.type !== "VariableDeclaration") return [];
  return statement.declaration.declarations.flatMap(({ id, init }) => {
    if (init?.type !== "CallExpression" || init.callee.type !== "Identifier" || init.callee.name !== "defineTexts")
      return [];
    const [argument] = init.arguments;
    if (id.type !== "Identifier" || argument?.type !== "ObjectExpression")
      throw new Error(`${file}: defineTexts wants an object written out and a name for it`);
    const wordsOf = (language: "zh" | "en"): Range => {
      for (const property of argument.properties)
        if (property.type === "Property" && property.key.type === "Identifier" && property.key.name === language)
          return property.value;
      throw new Error(`${file}: ${id.name} has no ${language}`);
    };
    return [{ name: id.name, call: init, zh: wordsOf("zh"), en: wordsOf("en") }];
  });
}
