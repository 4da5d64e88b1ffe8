import { isDoc } from "../bson/types.ts";
import type { Doc, Value } from "../bson/types.ts";
import type { Deadline } from "../deadline.ts";
import { MongoError, typeMismatch } from "../errors.ts";
import type { CodeName } from "../errors.ts";
import type { SortSpec } from "../query/sort.ts";
import type { Variables } from "./env.ts";

/** A find inside a pipeline; lets `$match`, `$lookup` and friends use indexes. */
export interface Lookup {
  filter?: Doc;
  sort?: SortSpec | undefined;
  limit?: number;
}

/** What stages may ask of the database around them. */
export interface Host {
  db: string;
  read: (collection: string, lookup?: Lookup) => Iterable<Doc>;
  /** True when an index starts with the field, so that one look-up per document is cheap. */
  indexed: (collection: string, field: string) => boolean;
  /** Carries out `$out` and `$merge`; undefined where writing is not allowed. */
  write?: {
    out: (db: string, collection: string, documents: Iterable<Doc>) => void;
    merge: (spec: MergeSpec, documents: Iterable<Doc>) => void;
  };
  deadline?: Deadline | undefined;
}

export interface MergeSpec {
  db: string;
  collection: string;
  on: string[];
  whenMatched: "merge" | "replace" | "keepExisting" | "fail" | ((existing: Doc, incoming: Doc) => Doc);
  whenNotMatched: "insert" | "discard" | "fail";
}

export interface StageContext {
  host: Host;
  variables: Variables;
  /** Compiles a sub-pipeline, with further variables where a stage binds them. */
  pipeline: (stages: Value, vars?: Readonly<Record<string, Value>>) => Stage;
}

export type Stage = (input: Iterable<Doc>) => Iterable<Doc>;
export type StageCompiler = (operand: Value, context: StageContext, name: string) => Stage;

/** Options that a stage does not know are refused, not left without effect. */
export const onlyOptions = (spec: Doc, known: readonly string[], name: string, code: CodeName | number): void => {
  const stray = Object.keys(spec).find((key) => !known.includes(key));
  if (stray !== undefined) throw new MongoError(code, `unrecognized option to ${name} stage: ${stray}`);
};

const UPDATE_STAGES: ReadonlySet<string> = new Set([
  "$set",
  "$addFields",
  "$unset",
  "$project",
  "$replaceRoot",
  "$replaceWith",
]);

/** Stages that make one document of one, as an update needs. */
export const checkUpdateStages = (stages: readonly Value[]): void => {
  for (const stage of stages) {
    const [name] = stageEntry(stage);
    if (!UPDATE_STAGES.has(name))
      throw new MongoError("InvalidOptions", `${name} is not allowed to be used within an update`);
  }
};

export const stageEntry = (stage: Value): [string, Value] => {
  if (!isDoc(stage)) throw typeMismatch("Each element of the 'pipeline' array must be an object");
  const keys = Object.keys(stage);
  if (keys.length !== 1)
    throw new MongoError(40323, "A pipeline stage specification object must contain exactly one field.");
  return [keys[0]!, stage[keys[0]!]];
};
