import { ACCUMULATORS } from "../src/aggregate/accumulators.ts";
import { OPERATORS as EXPRESSIONS } from "../src/aggregate/operators/index.ts";
import { REFUSED_STAGES, STAGES } from "../src/aggregate/stages/index.ts";
import { COMMANDS } from "../src/commands/index.ts";
import { FIELD_OPERATORS, REFUSED_OPERATORS, TOP_OPERATORS } from "../src/query/match.ts";
import { OPERATORS as UPDATES } from "../src/update/operators.ts";

/** The scope table of the README, written from the code's own tables: what is not in them is refused. */

const MANUAL = "https://www.mongodb.com/docs/manual/reference";

const sorted = (names: Iterable<string>): string[] =>
  [...names].toSorted((a, b) => (a.toLowerCase() < b.toLowerCase() ? -1 : 1));

const operators = (names: Iterable<string>, folder: string): string =>
  sorted(names)
    .map((name) => `[\`${name}\`](${MANUAL}/operator/${folder}/${name.slice(1)}/)`)
    .join(" ");

/** Names of the wire protocol that are only another spelling. */
const ALIASES = new Set(["isMaster", "ismaster", "buildinfo", "findandmodify"]);

const commandRow = (name: string): string => {
  const { kind, inTransaction, fields } = COMMANDS[name]!;
  const options =
    fields === "any"
      ? "any"
      : sorted(fields.keys())
          .map((field) => `\`${field}\``)
          .join(" ");
  return `| [\`${name}\`](${MANUAL}/command/${name}/) | ${kind} | ${inTransaction ? "yes" : "no"} | ${options || "none"} |`;
};

const scope = (): string =>
  [
    "### Commands",
    "",
    "Generic fields (`lsid`, `txnNumber`, `maxTimeMS`, `comment`, read and write concern and the like) are taken everywhere; any other field is refused with 40415 UnknownField, one of another type with 14 TypeMismatch, any other command with 59 CommandNotFound.",
    "",
    "| Command | Kind | In transactions | Fields |",
    "|---|---|---|---|",
    ...sorted(Object.keys(COMMANDS).filter((name) => !ALIASES.has(name))).map(commandRow),
    "",
    "### Operators",
    "",
    "| Where | Known | Otherwise |",
    "|---|---|---|",
    `| Query, top level | ${operators(TOP_OPERATORS, "query")} | 2 BadValue |`,
    `| Query, on a field | ${operators(FIELD_OPERATORS, "query")} | 2 BadValue |`,
    `| Query, refused by name | ${sorted(REFUSED_OPERATORS)
      .map((name) => `\`${name}\``)
      .join(" ")} | 238 NotImplemented |`,
    `| Update | ${operators([...Object.keys(UPDATES), "$rename"], "update")} with \`$\`, \`$[]\`, \`$[name]\`, \`$each\`, \`$position\`, \`$slice\`, \`$sort\`, or a pipeline | 9 FailedToParse |`,
    "| Projection | fields, `$`, `$elemMatch`, `$slice`, expressions | 31253, 31254 and others |",
    `| Stages | ${operators(
      Object.keys(STAGES).filter((name) => !REFUSED_STAGES.includes(name)),
      "aggregation",
    )} | 40324 |`,
    `| Stages, refused by name | ${sorted(REFUSED_STAGES)
      .map((name) => `\`${name}\``)
      .join(" ")} | 238 NotImplemented |`,
    `| Accumulators | ${operators(Object.keys(ACCUMULATORS), "aggregation")} | 15952 |`,
    `| Expressions | ${operators(Object.keys(EXPRESSIONS), "aggregation")} | 168 InvalidPipelineOperator |`,
    "| Indexes | ascending, descending, compound, multikey, unique, sparse, partial, TTL | 67 CannotCreateIndex or 238 |",
    "| Collation | `locale`, `strength` 1 to 3, `caseLevel` with `strength: 1`, `caseFirst`, `numericOrdering`, per operation | 238 NotImplemented |",
  ].join("\n");

const BEGIN = "<!-- scope: written by test/scope.test.ts, UPDATE_SCOPE=1 rewrites it -->";
const END = "<!-- /scope -->";

export const withScope = (readme: string): string => {
  const [before, rest] = readme.split(BEGIN);
  const after = rest?.split(END)[1];
  if (before === undefined || after === undefined) throw new Error("README.md has no scope markers");
  return `${before}${BEGIN}\n\n${scope()}\n\n${END}${after}`;
};
