import { isDoc } from "../bson/types.ts";
import type { Doc, Value } from "../bson/types.ts";
import type { Deadline } from "../deadline.ts";
import { MongoError, typeMismatch } from "../errors.ts";
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

export const stageEntry = (stage: Value): [string, Value] => {
  if (!isDoc(stage)) throw typeMismatch("Each element of the 'pipeline' array must be an object");
  const keys = Object.keys(stage);
  if (keys.length !== 1)
    throw new MongoError(40323, "A pipeline stage specification object must contain exactly one field.");
  return [keys[0]!, stage[keys[0]!]];
};
