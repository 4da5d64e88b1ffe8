import type { Context, Reply } from "../server/context.ts";
import * as admin from "./admin.ts";
import { aggregate } from "./aggregate.ts";
import { bulkWrite } from "./bulk.ts";
import * as collections from "./collections.ts";
import * as find from "./find.ts";
import * as indexes from "./indexes.ts";
import * as write from "./write.ts";

/**
 * `read` commands run at once, `write` commands wait for their turn in a batch that is committed as a whole,
 * `session` commands are the engine's own (commit and abort).
 */
export interface Command {
  kind: "read" | "write" | "session";
  /** May run inside a multi-document transaction. */
  inTransaction: boolean;
  /** Fields besides the generic ones; others are refused. "any" for the handshake, which drivers extend at will. */
  fields: ReadonlySet<string> | "any";
  run: (context: Context) => Reply;
}

const command = (
  kind: Command["kind"],
  run: Command["run"],
  fields: string | "any" = "",
  inTransaction = false,
): Command => ({
  kind,
  run,
  inTransaction,
  fields: fields === "any" ? "any" : new Set(fields.split(" ")),
});

const unused = (): Reply => {
  throw new Error("carried out by the engine");
};

const findAndModify = command(
  "write",
  write.findAndModify,
  "query sort remove update new fields upsert bypassDocumentValidation maxTimeMS collation arrayFilters hint let",
  true,
);

/** Every command there is, by name. Anything else is answered with CommandNotFound. */
export const COMMANDS: Readonly<Record<string, Command>> = {
  hello: command("read", admin.hello, "any"),
  isMaster: command("read", admin.hello, "any"),
  ismaster: command("read", admin.hello, "any"),
  ping: command("read", admin.ping),
  buildInfo: command("read", admin.buildInfo),
  buildinfo: command("read", admin.buildInfo),
  connectionStatus: command("read", admin.connectionStatus, "showPrivileges"),
  serverStatus: command("read", admin.serverStatus, "any"),
  getParameter: command("read", admin.getParameter, "any"),
  endSessions: command("read", admin.endSessions),
  killSessions: command("read", admin.endSessions),
  refreshSessions: command("read", admin.ping),
  commitTransaction: command("session", unused, "recoveryToken", true),
  abortTransaction: command("session", unused, "recoveryToken", true),
  find: command(
    "read",
    find.find,
    "filter sort projection hint skip limit batchSize singleBatch max min returnKey showRecordId tailable awaitData oplogReplay noCursorTimeout allowPartialResults collation allowDiskUse let",
    true,
  ),
  getMore: command("read", find.getMore, "collection batchSize", true),
  killCursors: command("read", find.killCursors, "cursors", true),
  count: command("read", find.count, "query limit skip hint collation fields", false),
  distinct: command("read", find.distinct, "key query collation hint", true),
  explain: command("read", find.explain, "verbosity"),
  aggregate: command(
    "read",
    aggregate,
    "pipeline explain cursor allowDiskUse bypassDocumentValidation collation hint let",
    true,
  ),
  insert: command("write", write.insert, "documents ordered bypassDocumentValidation", true),
  update: command("write", write.update, "updates ordered bypassDocumentValidation let", true),
  delete: command("write", write.remove, "deletes ordered let", true),
  findAndModify,
  findandmodify: findAndModify,
  bulkWrite: command("write", bulkWrite, "ops nsInfo ordered bypassDocumentValidation let errorsOnly cursor", true),
  createIndexes: command("write", indexes.createIndexes, "indexes commitQuorum"),
  listIndexes: command("read", indexes.listIndexes, "cursor"),
  dropIndexes: command("write", indexes.dropIndexes, "index"),
  create: command("write", collections.create, `collation autoIndexId ${collections.REFUSED_OPTIONS.join(" ")}`),
  drop: command("write", collections.drop),
  dropDatabase: command("write", collections.dropDatabase),
  renameCollection: command("write", collections.renameCollection, "to dropTarget"),
  listCollections: command("read", collections.listCollections, "filter nameOnly authorizedCollections cursor"),
  listDatabases: command("read", collections.listDatabases, "filter nameOnly authorizedDatabases"),
  collStats: command("read", collections.collStats, "scale"),
  dbStats: command("read", collections.dbStats, "scale freeStorage"),
  compact: command("read", collections.compact, "force"),
  validate: command("read", collections.validate, "full background"),
};
