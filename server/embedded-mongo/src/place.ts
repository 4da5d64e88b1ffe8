import { chmodSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

/** sockaddr_un holds 108 bytes on Linux and 104 on macOS, including the end mark. */
const MAX_SOCKET_PATH = 100;

/** A directory that only this user can enter. */
export const privateDirectory = (path: string): string => {
  const absolute = resolve(path);
  mkdirSync(absolute, { recursive: true, mode: 0o700 });
  chmodSync(absolute, 0o700);
  return absolute;
};

/** A fresh private directory, short enough for a socket even where TMPDIR is not. */
export const temporaryDirectory = (): string => mkdtempSync(join(tmpdir().length > 60 ? "/tmp" : tmpdir(), "emongo-"));

export interface SocketPlace {
  path: string;
  /** Removes what was made for the socket. */
  release: () => void;
}

/** Beside the data, or in a short private directory when that path would be too long for a socket. */
export const socketPlace = (dataDir: string): SocketPlace => {
  const path = join(dataDir, "mongo.sock");
  if (Buffer.byteLength(path) <= MAX_SOCKET_PATH) return { path, release: () => rmSync(path, { force: true }) };
  const directory = temporaryDirectory();
  return { path: join(directory, "mongo.sock"), release: () => rmSync(directory, { recursive: true, force: true }) };
};

/** The replica set this server claims to be the one member of. */
export const SET_NAME = "embedded";

/** What a driver needs to connect: our set name makes it use transactions and retryable writes. */
export const socketUri = (path: string): string =>
  `mongodb://${encodeURIComponent(path)}/?directConnection=true&replicaSet=${SET_NAME}`;
