export { snapshotEmbeddedMongo } from "./snapshot.ts";
export { startEmbeddedMongo } from "./start.ts";
export type { EmbeddedMongo, StartOptions } from "./start.ts";
export { openEmbeddedMongo } from "./open.ts";
export type { OpenedMongo, OpenOptions } from "./open.ts";
export { superviseEmbeddedMongo } from "./supervise.ts";
export type { SupervisedMongo, SuperviseOptions } from "./supervise.ts";
export type { Log, LogLine } from "./server/log.ts";
