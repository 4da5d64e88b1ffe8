import { MongoError } from "../../errors.ts";
import type { StageCompiler } from "../stage.ts";
import { BASIC } from "./basic.ts";
import { BUCKETS } from "./buckets.ts";
import { GROUPING } from "./group.ts";
import { JOINS } from "./join.ts";
import { OUTPUT } from "./output.ts";

const refused: StageCompiler = (_operand, _context, name) => {
  throw new MongoError("NotImplemented", `the pipeline stage ${name} is not supported by the embedded database`);
};

/** Stages MongoDB has and this package refuses by name. */
export const REFUSED_STAGES =
  "$changeStream $densify $fill $geoNear $listSessions $planCacheStats $redact $search $searchMeta $setWindowFields $vectorSearch $currentOp $collStats $indexStats".split(
    " ",
  );

/** Every pipeline stage, by name. */
export const STAGES: Readonly<Record<string, StageCompiler>> = {
  ...BASIC,
  ...GROUPING,
  ...BUCKETS,
  ...JOINS,
  ...OUTPUT,
  ...Object.fromEntries(REFUSED_STAGES.map((name) => [name, refused])),
};
