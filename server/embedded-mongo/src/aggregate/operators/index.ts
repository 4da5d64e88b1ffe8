import { ACCUMULATING } from "./accumulating.ts";
import { ARITHMETIC } from "./arithmetic.ts";
import { ARRAYS } from "./arrays.ts";
import { CONVERSION } from "./conversion.ts";
import { DATE_MATH } from "./date-math.ts";
import { DATES } from "./dates.ts";
import type { OperatorTable } from "../expression.ts";
import { LOGIC } from "./logic.ts";
import { OBJECTS } from "./objects.ts";
import { STRINGS } from "./strings.ts";
import { TRIGONOMETRY } from "./trigonometry.ts";

/** Every aggregation expression this package knows, by name. Prototype-less: `$constructor` must not be found. */
export const OPERATORS: Readonly<OperatorTable> = Object.assign(
  Object.create(null) as OperatorTable,
  LOGIC,
  ARITHMETIC,
  TRIGONOMETRY,
  STRINGS,
  ARRAYS,
  OBJECTS,
  CONVERSION,
  DATES,
  DATE_MATH,
  ACCUMULATING,
);
