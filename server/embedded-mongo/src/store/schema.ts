import type { Connection } from "./sqlite.ts";

/**
 * The file's layout, one step per version. A step is never edited once released: a database of any earlier version
 * is brought up by the steps it lacks, in one transaction each.
 *
 * Per collection there is a table `c_<id>(r, k, d)`: row number, key bytes of _id, BSON. Per index `i_<id>(k, r)`.
 */
const STEPS: readonly string[] = [
  `CREATE TABLE collections(id INTEGER PRIMARY KEY AUTOINCREMENT, db TEXT NOT NULL, name TEXT NOT NULL, options BLOB NOT NULL, UNIQUE(db, name));
   CREATE TABLE indexes(id INTEGER PRIMARY KEY AUTOINCREMENT, collection INTEGER NOT NULL, name TEXT NOT NULL, spec BLOB NOT NULL, multikey INTEGER NOT NULL DEFAULT 0, UNIQUE(collection, name));
   CREATE TABLE replies(session BLOB PRIMARY KEY, txn INTEGER NOT NULL, at INTEGER NOT NULL, reply BLOB NOT NULL) WITHOUT ROWID;
   CREATE INDEX replies_at ON replies(at);`,
  // Every write paid for this index, for the sake of one look a minute at a table with a row per session.
  `DROP INDEX replies_at;`,
];

/** "FZMD": tells our files from other SQLite databases. */
const APPLICATION_ID = 0x465a4d44;

const pragma = (connection: Connection, name: string): number => Number(connection.get(`PRAGMA ${name}`)?.[name]);

/** `steps` is for tests of the mechanism itself. */
export const migrate = (connection: Connection, steps: readonly string[] = STEPS): void => {
  const newest = steps.length;
  const version = pragma(connection, "user_version");
  const application = pragma(connection, "application_id");
  if (version > newest)
    throw new Error(`the database was written by a newer version (schema ${version}, this one knows ${newest})`);
  if (version === 0 && Number(connection.get("SELECT count(*) AS n FROM sqlite_schema")?.["n"]) > 0)
    throw new Error("the file is a SQLite database of something else");
  if (version > 0 && application !== APPLICATION_ID) throw new Error("the file is a SQLite database of something else");
  for (let step = version; step < newest; step++) {
    connection.db.exec(
      `BEGIN IMMEDIATE; ${steps[step]} PRAGMA application_id = ${APPLICATION_ID}; PRAGMA user_version = ${step + 1}; COMMIT`,
    );
  }
};
