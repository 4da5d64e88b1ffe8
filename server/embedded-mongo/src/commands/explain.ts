import { compileFilter } from "../query/match.ts";
import { truthy } from "../query/predicates.ts";
import { parseCollation } from "../query/collation.ts";
import { parseSort } from "../query/sort.ts";
import { Doc, isDoc } from "../bson/types.ts";
import { MongoError, badValue, typeMismatch } from "../errors.ts";
import type { Context, Reply } from "../server/context.ts";
import { collectionName, docField, findCollection, variablesOf } from "../server/context.ts";
import { checkFields } from "../fields.ts";
import type { Fields } from "../fields.ts";
import { OK } from "../server/wire.ts";
import { matchEnv } from "../aggregate/env.ts";
import { planQuery } from "../store/plan.ts";

const VERBOSITY: ReadonlySet<unknown> = new Set([undefined, "queryPlanner", "executionStats", "allPlansExecution"]);

/**
 * How a find, count or distinct would find its candidates: the index's name and direction, no more, however much is
 * asked for (drivers ask for all). Nothing is run, so no figure is made up.
 */
export const explainOf =
  (fieldsOfCommand: Readonly<Record<"find" | "count" | "distinct", Fields>>) =>
  (context: Context): Reply => {
    const inner = context.body["explain"];
    if (!isDoc(inner)) throw typeMismatch("explain needs a command object");
    const name = Object.keys(inner)[0] ?? "";
    if (name !== "find" && name !== "count" && name !== "distinct")
      throw new MongoError("NotImplemented", `explain of '${name}' is not supported by the embedded database`);
    const { verbosity } = context.body;
    if (!VERBOSITY.has(verbosity))
      throw badValue("Enumeration value for field 'explain.verbosity' is not a valid value.");
    const known = new Map([...fieldsOfCommand[name], [name, { type: "any" as const, required: false }]]);
    const { $db: _, comment: __, maxTimeMS: ___, readConcern: ____, ...rest } = inner;
    checkFields(Object.assign(new Doc(), rest), name, known);
    const nested: Context = { ...context, body: inner, name };
    const collection = findCollection(nested);
    const filter = docField(inner, name === "find" ? "filter" : "query", name) ?? new Doc();
    compileFilter(filter, matchEnv(variablesOf(nested, inner["let"])));
    const plan =
      collection === undefined
        ? undefined
        : planQuery(collection, filter, {
            sort: parseSort(inner["sort"]),
            hint: inner["hint"],
            limited: truthy(inner["limit"]),
            collated: parseCollation(inner["collation"]) !== undefined,
          });
    const indexName = plan?.index === undefined ? undefined : plan.index === "id" ? "_id_" : plan.index.name;
    const scanStage =
      collection === undefined
        ? { stage: "EOF" }
        : indexName === undefined
          ? { stage: "COLLSCAN" }
          : { stage: "IXSCAN", indexName, direction: plan?.reverse === true ? "backward" : "forward" };
    const winningPlan =
      truthy(inner["sort"]) && plan?.sorted !== true ? { stage: "SORT", inputStage: scanStage } : scanStage;
    return {
      queryPlanner: { namespace: `${context.db}.${collectionName(nested)}`, winningPlan, rejectedPlans: [] },
      ok: OK,
    };
  };
