import type { Schema } from "mongoose";

/** Rows of this model are written once. `why` names what is kept and the rule. */
export function keepRows(schema: Schema, why: string): void {
  const refuse = (): never => {
    throw new Error(`${why} are append-only`);
  };
  const query = { document: true, query: true } as const;
  schema.pre(["updateOne", "updateMany", "findOneAndUpdate", "findOneAndReplace", "replaceOne"], query, refuse);
  schema.pre(["deleteOne", "deleteMany", "findOneAndDelete"], query, refuse);
  schema.pre("save", function () {
    if (!this.isNew) refuse();
  });
  schema.pre("bulkWrite", refuse);
}
