import { isArray } from "../bson/types.ts";
import type { Doc, Value } from "../bson/types.ts";
import type { Deadline } from "../deadline.ts";
import { MongoError, typeMismatch } from "../errors.ts";
import type { Variables } from "./env.ts";
import { stageEntry } from "./stage.ts";
import type { Host, Stage, StageContext } from "./stage.ts";
import { STAGES } from "./stages/index.ts";

/** Streams stop with an error once the client's time limit is over. */
function* timed(input: Iterable<Doc>, deadline: Deadline): Iterable<Doc> {
  let seen = 0;
  for (const document of input) {
    if ((++seen & 127) === 0) deadline.check();
    yield document;
  }
}

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
      if (isArray(inner) && inner.some((stage) => stageEntry(stage)[0] === "$documents"))
        throw new MongoError(
          "NotImplemented",
          "$documents in a sub-pipeline is not supported by the embedded database",
        );
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
