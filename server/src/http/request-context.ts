import { parseCookie, stringifySetCookie } from "cookie";
import type { NextFunction, Request, Response } from "express";
import { pageHeaders } from "@fuzhen/shared/page-headers.ts";
import { addressGroup } from "../platform/address-group.ts";
import { requirePerson, userBehind, type Ctx, type Services, type User } from "../platform/context.ts";
import { AppError } from "../platform/errors.ts";
import { isForeignOrigin } from "./origin.ts";
import { requestIdOf } from "./request-log.ts";

const REFRESH_COOKIE = "fuzhen_refresh";
const DEVICE_COOKIE = "fuzhen_device";

/** How a bearer token is told; given by the sessions module. */
export interface Sessions {
  /** Whom it names, by its signature alone: no query is made for who has none. */
  claimsOf(services: Services, accessToken: string): { userId: string; sessionId: string } | null;
  /** Whether that session lives now, and how the person stands; null when it does not. */
  standing(services: Services, claims: { userId: string; sessionId: string }): Promise<User | null>;
}

/** Bytes in and out take their time on a slow line; they have lines of their own. */
const isTransport = (req: Request) => /^\/(uploads|file-content)\b/.test(req.path);

/**
 * Builds the Ctx of a request: id, address, actor (by bearer token), and the refresh cookie behind its CSRF checks.
 * Counts by address and by account before the database is asked anything. However many calls an account sends, only a
 * few run at a time, so that everybody else's go on.
 */
export function createRequestContext(services: Services, sessions: Sessions) {
  return async (req: Request, res: Response, next: NextFunction): Promise<void> => {
    const ip = req.ip ?? "";
    const ctx: Ctx = {
      ...services,
      actor: null,
      requestId: requestIdOf(res),
      ip,
      userAgent: (req.get("user-agent") ?? "").slice(0, 200),
      ...originOf(services, req),
      person: req.get(pageHeaders.person) ?? null,
      refreshCookie: refreshCookieOf(services, req, res),
      deviceCookie: deviceCookieOf(req, res),
    };
    res.locals.ctx = ctx;
    // Replies contain personal data and must not be cached; the few exceptions set their own header (R69).
    res.setHeader("cache-control", "no-store");
    await services.limits.consume("address", addressGroup(ip));
    // A form on a foreign page could post to endpoints that need no token, and so sign a visitor in as somebody else
    // (login CSRF).
    if (changes(req) && isForeign(services, req)) throw new AppError("forbidden");
    const bearer = /^Bearer (\S+)$/.exec(req.get("authorization") ?? "")?.[1];
    const claims = bearer ? sessions.claimsOf(services, bearer) : null;
    if (claims) {
      await services.limits.consume("account", claims.userId);
      if (!isTransport(req)) res.once("close", await services.lines.calls.enter(`account:${claims.userId}`));
      // Who has gone meanwhile is not worked for.
      if (res.destroyed) return;
      ctx.actor = await sessions.standing(services, claims);
    }
    requirePerson(ctx, userBehind(ctx.actor)?.userId);
    next();
  };
}

function originOf(services: Services, req: Request): { origin: string } | null {
  return isForeign(services, req) ? null : { origin: req.get("origin") ?? ownOrigin(req) };
}

const ownOrigin = (req: Request) => `${req.protocol}://${req.get("host")}`;
const changes = (req: Request) => !["GET", "HEAD", "OPTIONS"].includes(req.method);

const isForeign = ({ env }: Services, req: Request): boolean =>
  isForeignOrigin(env, req.get("origin"), [ownOrigin(req)]);

/**
 * A cookie for this host only, not readable by scripts. Over TLS it has the `__Host-` prefix (RFC 6265bis 4.1.3.2),
 * which keeps other hosts of the same domain from setting it; browsers accept that prefix with path `/` only.
 */
function ownCookie(req: Request, res: Response, name: string, narrowPath: string) {
  const { secure } = req;
  const [fullName, path] = secure ? [`__Host-${name}`, "/"] : [name, narrowPath];
  return {
    read: () => parseCookie(req.get("cookie") ?? "")[fullName],
    write(value: string, expires: Date) {
      const cookie = { name: fullName, value, expires, httpOnly: true, sameSite: "strict", secure, path } as const;
      res.append("set-cookie", stringifySetCookie(cookie));
    },
  };
}

/**
 * Reading the cookie also requires a header that no foreign form or image can send, and an Origin that is not foreign
 * (CSRF).
 */
function refreshCookieOf(services: Services, req: Request, res: Response): Ctx["refreshCookie"] {
  const cookie = ownCookie(req, res, REFRESH_COOKIE, "/api/sessions");
  return {
    read() {
      if (req.get(pageHeaders.ours) !== "1" || isForeign(services, req)) throw new AppError("forbidden");
      return cookie.read();
    },
    write(token, expires) {
      cookie.write(token ?? "", token ? expires : new Date(0));
      // The session is over, so the browser also drops report pictures that it would cache for some minutes (R69).
      if (!token && req.secure) res.setHeader("clear-site-data", '"cache"');
    },
  };
}

/** Also behind the Origin check; the cookie only tells on which browser somebody has signed in before. */
const deviceCookieOf = (req: Request, res: Response): Ctx["deviceCookie"] => ownCookie(req, res, DEVICE_COOKIE, "/api");
