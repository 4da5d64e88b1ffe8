import type { Context, Reply } from "../server/context.ts";
import { fieldsOf } from "../fields.ts";
import type { Fields } from "../fields.ts";
import * as admin from "./admin.ts";
import { aggregate } from "./aggregate.ts";
import { bulkWrite } from "./bulk.ts";
import * as collections from "./collections.ts";
import { explainOf } from "./explain.ts";
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
  fields: Fields | "any";
  run: (context: Context) => Reply;
}

const command = (
  kind: Command["kind"],
  run: Command["run"],
  fields: string | Fields = "",
  inTransaction = false,
): Command => ({
  kind,
  run,
  inTransaction,
  fields: typeof fields !== "string" ? fields : fields === "any" ? "any" : fieldsOf(fields),
});

const unused = (): Reply => {
  throw new Error("carried out by the engine");
};

const FIND = fieldsOf(
  "filter:object sort:object projection:object hint:hint skip:number limit:number batchSize:number singleBatch:flag max:object min:object returnKey:flag showRecordId:flag tailable:flag awaitData:flag oplogReplay:flag noCursorTimeout:flag allowPartialResults:flag collation:object allowDiskUse:bool let:object",
);
const COUNT = fieldsOf("query:object limit:number skip:number hint:hint collation:object fields:object");
const DISTINCT = fieldsOf("key:string! query:object collation:object hint:hint");

const findAndModify = command(
  "write",
  write.findAndModify,
  "query:object sort:object remove:flag update:any new:flag fields:object upsert:flag bypassDocumentValidation:flag collation:object arrayFilters:array hint:hint let:object",
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
  connectionStatus: command("read", admin.connectionStatus, "showPrivileges:flag"),
  serverStatus: command("read", admin.serverStatus, "any"),
  getParameter: command("read", admin.getParameter, "any"),
  endSessions: command("read", admin.endSessions),
  killSessions: command("read", admin.killSessions),
  refreshSessions: command("read", admin.refreshSessions),
  commitTransaction: command("session", unused, "recoveryToken:object", true),
  abortTransaction: command("session", unused, "recoveryToken:object", true),
  find: command("read", find.find, FIND, true),
  getMore: command("read", find.getMore, "collection:string! batchSize:number", true),
  killCursors: command("read", find.killCursors, "cursors:array!", true),
  count: command("read", find.count, COUNT),
  distinct: command("read", find.distinct, DISTINCT, true),
  explain: command("read", explainOf({ find: FIND, count: COUNT, distinct: DISTINCT }), "verbosity:string"),
  aggregate: command(
    "read",
    aggregate,
    "pipeline:array! explain:bool cursor:object allowDiskUse:bool bypassDocumentValidation:flag collation:object hint:hint let:object",
    true,
  ),
  insert: command("write", write.insert, "documents:array! ordered:bool bypassDocumentValidation:flag", true),
  update: command("write", write.update, "updates:array! ordered:bool bypassDocumentValidation:flag let:object", true),
  delete: command("write", write.remove, "deletes:array! ordered:bool let:object", true),
  findAndModify,
  findandmodify: findAndModify,
  bulkWrite: command(
    "write",
    bulkWrite,
    "ops:array! nsInfo:array! ordered:bool bypassDocumentValidation:flag let:object errorsOnly:bool cursor:object",
    true,
  ),
  createIndexes: command("write", indexes.createIndexes, "indexes:array! commitQuorum:any"),
  listIndexes: command("read", indexes.listIndexes, "cursor:object"),
  dropIndexes: command("write", indexes.dropIndexes, "index:any!"),
  create: command(
    "write",
    collections.create,
    `collation:object autoIndexId:bool ${collections.REFUSED_OPTIONS.map((name) => `${name}:any`).join(" ")}`,
  ),
  drop: command("write", collections.drop),
  dropDatabase: command("write", collections.dropDatabase),
  renameCollection: command("write", collections.renameCollection, "to:string! dropTarget:flag"),
  listCollections: command(
    "read",
    collections.listCollections,
    "filter:object nameOnly:flag authorizedCollections:flag cursor:object",
  ),
  listDatabases: command("read", collections.listDatabases, "filter:object nameOnly:flag authorizedDatabases:flag"),
  collStats: command("read", collections.collStats, "scale:number"),
  dbStats: command("read", collections.dbStats, "scale:number freeStorage:number"),
  compact: command("read", collections.compact, "force:flag"),
  validate: command("read", collections.validate, "full:flag background:flag"),
};
