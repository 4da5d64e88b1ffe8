import { isArray, isDoc } from "../bson/types.ts";
import type { Doc, Value } from "../bson/types.ts";
import { MongoError, typeMismatch } from "../errors.ts";
import type { SortSpec } from "../query/sort.ts";
import type { Variables } from "./env.ts";
import { STAGES } from "./stages/index.ts";

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
  deadline?: number | undefined;
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

/** Streams stop with an error once the client's time limit is over. */
function* timed(input: Iterable<Doc>, deadline: number): Iterable<Doc> {
  let seen = 0;
  for (const document of input) {
    if ((++seen & 127) === 0 && Date.now() > deadline)
      throw new MongoError("MaxTimeMSExpired", "operation exceeded time limit");
    yield document;
  }
}

export const stageEntry = (stage: Value): [string, Value] => {
  if (!isDoc(stage)) throw typeMismatch("Each element of the 'pipeline' array must be an object");
  const keys = Object.keys(stage);
  if (keys.length !== 1)
    throw new MongoError(40323, "A pipeline stage specification object must contain exactly one field.");
  return [keys[0]!, stage[keys[0]!]];
};

const MAX_STAGES = 1000;

export const compilePipeline = (stages: Value, host: Host, variables: Variables): Stage => {
  if (!isArray(stages)) throw typeMismatch("'pipeline' option must be specified as an array");
  if (stages.length > MAX_STAGES)
    throw new MongoError(7749501, `Pipeline length must be no longer than ${MAX_STAGES} stages`);
  const context: StageContext = {
    host,
    variables,
    pipeline: (inner, vars) => {
      if (isArray(inner) && inner.some((stage) => ["$out", "$merge"].includes(stageEntry(stage)[0])))
        throw new MongoError(51047, "$out and $merge are not allowed within a sub-pipeline");
      return compilePipeline(
        inner,
        host,
        vars === undefined ? variables : { ...variables, vars: { ...variables.vars, ...vars } },
      );
    },
  };
  const compiled = stages.map((stage, at) => {
    const [name, operand] = stageEntry(stage);
    const compile = Object.hasOwn(STAGES, name) ? STAGES[name] : undefined;
    if (compile === undefined) throw new MongoError(40324, `Unrecognized pipeline stage name: '${name}'`);
    if ((name === "$out" || name === "$merge") && at < stages.length - 1)
      throw new MongoError(40601, `${name} can only be the final stage in the pipeline`);
    return compile(operand, context, name);
  });
  return (input) => {
    const start = host.deadline === undefined ? input : timed(input, host.deadline);
    return compiled.reduce((stream, stage) => stage(stream), start);
  };
};
