import type { NextFunction, Request, Response } from "express";
import { SmartCoercionPlugin } from "@orpc/json-schema";
import { OpenAPIHandler } from "@orpc/openapi/node";
import { ORPCError, ValidationError, type AnyRouter } from "@orpc/server";
import { BodyLimitPlugin } from "@orpc/server/node";
import { ZodToJsonSchemaConverter } from "@orpc/zod/zod4";
import type { EndpointMeta } from "@fuzhen/shared/endpoint.ts";
import type { Problem } from "@fuzhen/shared/errors.ts";
import { addressGroup } from "../platform/address-group.ts";
import type { Ctx } from "../platform/context.ts";
import { describeFault } from "../platform/describe-fault.ts";
import { AppError, fieldsOfIssues, toProblem } from "../platform/errors.ts";
import { FileStream } from "../platform/file-stream.ts";
import { runAction } from "../platform/run-action.ts";
import { cutWhenStill } from "./cut-when-still.ts";
import { sayWhenAgain } from "./problems.ts";
import { nameRoute } from "./request-log.ts";

const MAX_BODY_BYTES = 256 * 1024;

/** Turns what oRPC throws before or around a use case into an AppError. */
function asAppError(error: unknown): unknown {
  if (!(error instanceof ORPCError)) return error;
  if (error.cause instanceof ValidationError && error.code === "BAD_REQUEST")
    return new AppError("invalid_input", fieldsOfIssues(error.cause.issues));
  if (error.status === 413) return new AppError("too_large");
  if (error.status >= 400 && error.status < 500) return new AppError("invalid_input");
  return error;
}

const isProblem = (data: unknown): data is Problem =>
  typeof data === "object" && data !== null && "code" in data && "type" in data;

const asOrpcError = (problem: Problem) =>
  new ORPCError(problem.code, { status: problem.status, message: problem.title, data: problem });

/** Express middleware that serves the whole contract under `/api` through the one runner. */
export function createContractHandler(router: AnyRouter) {
  const handler = new OpenAPIHandler<{ ctx: Ctx; res: Response; answers: (pattern: string) => void }>(router, {
    plugins: [
      new SmartCoercionPlugin({ schemaConverters: [new ZodToJsonSchemaConverter()] }),
      new BodyLimitPlugin({ maxBodySize: MAX_BODY_BYTES }),
    ],
    // Checked before validation, so that a caller without the right learns 401 or 403 and nothing about the input.
    clientInterceptors: [
      async ({ procedure, path, context, next }) => {
        const { route, meta: declared } = procedure["~orpc"];
        const meta = declared as EndpointMeta;
        context.answers(`/api${route.path}`);
        // Default by HTTP method, so that no endpoint that changes something can be forgotten.
        const limit = meta.limit ?? (route.method === "GET" ? "read" : "write");
        const { ctx } = context;
        const act = () => {
          const byHand = route.method !== "GET";
          return runAction({ ...meta, name: path.join("."), limit, byHand }, ctx, async () => {
            try {
              const answer = await next();
              if (answer instanceof FileStream) announce(context.res, answer);
              if (meta.cacheFor !== undefined)
                context.res.setHeader("cache-control", `public, max-age=${meta.cacheFor}`);
              return answer;
            } catch (error) {
              throw asAppError(error);
            }
          });
        };
        try {
          // An account has its line since its token was read (request-context.ts).
          return await (ctx.actor ? act() : ctx.lines.strangers.run(addressGroup(ctx.ip), act));
        } catch (error) {
          sayWhenAgain(context.res, error);
          throw asOrpcError(toProblem(error, context.ctx.requestId));
        }
      },
    ],
    // Wraps the reading of the body, whose errors occur before any endpoint is known.
    interceptors: [
      async ({ context, next }) => {
        try {
          return await next();
        } catch (error) {
          if (error instanceof ORPCError && isProblem(error.data)) throw error;
          const known = error instanceof ORPCError ? asAppError(error) : new AppError("invalid_input");
          const { log, requestId } = context.ctx;
          if (!(known instanceof AppError)) log.error({ requestId, error: describeFault(known) }, "request failed");
          throw asOrpcError(toProblem(known, context.ctx.requestId));
        }
      },
    ],
    customErrorResponseBodyEncoder: (error) => error.data,
  });
  return async (req: Request, res: Response, next: NextFunction): Promise<void> => {
    markProblems(res);
    const { matched } = await handler.handle(req, res, {
      prefix: "/api",
      context: { ctx: res.locals.ctx as Ctx, res, answers: (pattern) => nameRoute(res, pattern) },
    });
    if (!matched) next();
  };
}

/** A phone may be in a tunnel for a while; who takes nothing any longer holds a place that others wait for. */
const STILL_MS = 60_000;

/** What oRPC says of a file whose length it knows, of one that is written while it is read. */
function announce(res: Response, { name, type }: FileStream): void {
  res.setHeader("content-type", type);
  res.setHeader("content-disposition", `attachment; filename="${name}"`);
  cutWhenStill(res.req, STILL_MS);
}

/** oRPC has no option for the media type of errors (RFC 9457 section 3), so it is set as the head is written. */
function markProblems(res: Response): void {
  const writeHead = res.writeHead.bind(res);
  res.writeHead = ((status: number, ...rest: [unknown?, unknown?]) => {
    for (const headers of rest) {
      if (status >= 400 && typeof headers === "object" && headers !== null && "content-type" in headers)
        headers["content-type"] = "application/problem+json";
    }
    return Reflect.apply(writeHead, res, [status, ...rest]) as Response;
  }) as typeof res.writeHead;
}
