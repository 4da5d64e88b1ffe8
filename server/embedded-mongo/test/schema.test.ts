import { expect, test } from "vitest";
import { migrate } from "../src/store/schema.ts";
import { Connection } from "../src/store/sqlite.ts";

const version = (connection: Connection): unknown => connection.get("PRAGMA user_version")?.["user_version"];

test("an older file gets the steps it lacks, each once", () => {
  const connection = new Connection(":memory:");
  const first = "CREATE TABLE t(a);";
  migrate(connection, [first]);
  connection.run("INSERT INTO t VALUES (1)");
  expect(version(connection)).toBe(1);
  const steps = [first, "ALTER TABLE t ADD COLUMN b DEFAULT 7;", "UPDATE t SET b = b + 1;"];
  migrate(connection, steps);
  migrate(connection, steps);
  expect(version(connection)).toBe(3);
  expect({ ...connection.get("SELECT a, b FROM t") }).toEqual({ a: 1, b: 8 });
  connection.close();
});

test("a step that fails leaves the version before it", () => {
  const connection = new Connection(":memory:");
  const first = "CREATE TABLE t(a);";
  migrate(connection, [first]);
  expect(() => migrate(connection, [first, "CREATE TABLE u(a); INSERT INTO missing VALUES (1);"])).toThrow("missing");
  if (connection.db.isTransaction) connection.db.exec("ROLLBACK");
  expect(version(connection)).toBe(1);
  expect(connection.all("SELECT name FROM sqlite_schema WHERE name = 'u'")).toEqual([]);
  connection.close();
});
