import { MongoClient } from "mongodb";
import type { Document } from "mongodb";
import { afterAll, beforeAll } from "vitest";
import { startEmbeddedMongo } from "../src/index.ts";
import type { EmbeddedMongo } from "../src/index.ts";
import { codeIn } from "./codes.ts";
import { RawClient } from "./raw-client.ts";

/** A server in memory for the tests of one file, with a driver's client and one that sends what no driver would. */
export function oneServer() {
  const held = {} as { server: EmbeddedMongo; client: MongoClient; wire: RawClient };
  beforeAll(async () => {
    held.server = await startEmbeddedMongo({ dataDir: ":memory:" });
    held.client = await new MongoClient(held.server.uri).connect();
    held.wire = await RawClient.connect(held.server.socketPath);
  });
  afterAll(async () => {
    held.wire.close();
    await held.client.close();
    await held.server.close();
  });
  let collections = 0;
  const fresh = () => held.client.db("d").collection<Document>(`c${collections++}`);
  const send = (body: Document): Promise<Document | undefined> =>
    held.wire.send({ ...body, $db: (body["$db"] as string | undefined) ?? "d" });
  const codeOf = async (body: Document) => codeIn(await send(body));
  return { held, fresh, send, codeOf };
}
