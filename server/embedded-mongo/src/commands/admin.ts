import { isArray, isDoc } from "../bson/types.ts";
import { MongoError, typeMismatch } from "../errors.ts";
import { truthy } from "../query/predicates.ts";
import { SET_NAME } from "../place.ts";
import { MAX_DOCUMENT } from "../store/documents.ts";
import type { Context, Reply } from "../server/context.ts";
import { MAX_MESSAGE, OK } from "../server/wire.ts";
import { sessionKey } from "../server/sessions.ts";

/** Which MongoDB the wire version stands for. */
const VERSION = "8.0.0";
const WIRE_VERSION = 25;

export const hello = (context: Context): Reply => ({
  helloOk: true,
  isWritablePrimary: true,
  ismaster: true,
  secondary: false,
  setName: SET_NAME,
  setVersion: 1,
  hosts: [context.info.address],
  primary: context.info.address,
  me: context.info.address,
  maxBsonObjectSize: MAX_DOCUMENT,
  maxMessageSizeBytes: MAX_MESSAGE,
  maxWriteBatchSize: 100_000,
  localTime: context.now,
  logicalSessionTimeoutMinutes: 30,
  connectionId: context.connectionId,
  minWireVersion: 0,
  maxWireVersion: WIRE_VERSION,
  readOnly: false,
  ok: OK,
});

export const ping = (): Reply => ({ ok: OK });

export const buildInfo = (): Reply => ({
  version: VERSION,
  versionArray: [8, 0, 0, 0],
  gitVersion: "embedded",
  modules: ["fuzhen-embedded-mongo"],
  bits: 64,
  debug: false,
  maxBsonObjectSize: MAX_DOCUMENT,
  storageEngines: ["sqlite"],
  ok: OK,
});

export const connectionStatus = ({ body }: Context): Reply => ({
  authInfo: {
    authenticatedUsers: [],
    authenticatedUserRoles: [],
    ...(truthy(body["showPrivileges"]) ? { authenticatedUserPrivileges: [] } : {}),
  },
  ok: OK,
});

export const serverStatus = (context: Context): Reply => ({
  host: context.info.address,
  version: VERSION,
  process: "embedded-mongo",
  pid: process.pid,
  uptime: Math.floor((context.now.getTime() - context.info.startedAt) / 1000),
  connections: { current: context.info.connections() },
  network: { numRequests: context.info.requests },
  metrics: { cursor: { open: { total: context.cursors.size } } },
  mem: { resident: Math.round(process.memoryUsage.rss() / 1048576) },
  localTime: context.now,
  ok: OK,
});

const PARAMETERS: Readonly<Record<string, unknown>> = { featureCompatibilityVersion: { version: "8.0" } };

export const getParameter = (context: Context): Reply => {
  const known = Object.keys(PARAMETERS).filter(
    (name) => context.body[name] !== undefined || context.body["getParameter"] === "*",
  );
  if (known.length === 0) throw new MongoError("InvalidOptions", "no option found to get");
  return { ...Object.fromEntries(known.map((name) => [name, PARAMETERS[name]])), ok: OK };
};

const sessionsOf = ({ body, name }: Context): string[] => {
  const list = body[name];
  if (!isArray(list) || !list.every(isDoc))
    throw typeMismatch(`BSON field '${name}.${name}' must be an array of sessions`);
  return list.filter(isDoc).map(sessionKey);
};

export const endSessions = (context: Context): Reply => {
  for (const key of sessionsOf(context)) context.endSession(key);
  return { ok: OK };
};

/** An empty list stands for all sessions of the user, of whom there is none here. */
export const killSessions = (context: Context): Reply => {
  if (sessionsOf(context).length === 0)
    throw new MongoError("NotImplemented", "killing all sessions is not supported by the embedded database");
  return endSessions(context);
};

/** Sessions are kept by what they hold, not by a clock of their own. */
export const refreshSessions = (context: Context): Reply => {
  sessionsOf(context);
  return { ok: OK };
};
