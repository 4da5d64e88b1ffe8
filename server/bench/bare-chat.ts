import { createServer } from "node:http";
import path from "node:path";
import { openEmbeddedMongo } from "@fuzhen/embedded-mongo";
import mongoose from "mongoose";
import { Server } from "socket.io";

// What a chat would be with nothing but its libraries: no rights, no seals, no trail, no order. It acknowledges a message when
// one durable insert by the driver is done (`store`), or at once (`echo`), and passes it on to the room. It works on the database
// of the server that runs on DATA_DIR, so that both meet the same disk. Prints its port, and ends with its parent.
const database = await openEmbeddedMongo({ dataDir: path.resolve(process.env.DATA_DIR ?? "", "db") });
await mongoose.connect(database.uri, { maxPoolSize: 200 });
const messages = mongoose.connection.collection("bare_messages");

interface Sent {
  room: string;
  clientMessageId: string;
  text: string;
}

const http = createServer();
const io = new Server(http, { serveClient: false });
io.on("connection", (socket) => {
  const room = String(socket.handshake.auth.room);
  void socket.join(room);
  const tell = ({ clientMessageId, text }: Sent, ack: (reply: unknown) => void, id: unknown) => {
    const message = { id, clientMessageId, text, room };
    io.to(room).emit("message:created", message);
    ack({ ok: true, data: message });
  };
  socket.on("echo", (sent: Sent, ack: (reply: unknown) => void) => tell(sent, ack, null));
  socket.on("store", (sent: Sent, ack: (reply: unknown) => void) => {
    const { clientMessageId, text } = sent;
    messages
      .insertOne({ room, clientMessageId, text, at: new Date() }, { writeConcern: { w: "majority" } })
      .then(({ insertedId }) => tell(sent, ack, insertedId))
      .catch((error: unknown) => ack({ ok: false, problem: { code: String(error) } }));
  });
});
http.listen(0, "127.0.0.1", () => {
  const address = http.address();
  process.stdout.write(`${typeof address === "object" && address ? address.port : 0}\n`);
});
process.stdin.resume().once("end", () => process.exit(0));
