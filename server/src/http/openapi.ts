import { createRequire } from "node:module";
import path from "node:path";
import { Router } from "express";
import { OpenAPIGenerator } from "@orpc/openapi";
import { ZodToJsonSchemaConverter } from "@orpc/zod/zod4";
import { z } from "zod";
import { contract } from "@fuzhen/shared/contract.ts";
import { errorList, type ErrorCode } from "@fuzhen/shared/errors.ts";
import type { Services } from "../platform/context.ts";
import { packAnswer, sendPacked, type PackedAnswer } from "./packed-answer.ts";
import { perAddress } from "./per-address.ts";

/** Every schema of the contract that carries an id becomes a named component. */
function namedSchemas(): Record<string, { schema: z.ZodType }> {
  const named: Record<string, { schema: z.ZodType }> = {};
  const seen = new Set<unknown>();
  const visit = (value: unknown): void => {
    if (typeof value !== "object" || value === null || seen.has(value)) return;
    seen.add(value);
    if (value instanceof z.ZodType) {
      const id = z.globalRegistry.get(value)?.id;
      if (id) named[id] = { schema: value };
      visit(value._zod.def);
      return;
    }
    for (const item of Object.values(value)) visit(item);
  };
  for (const slice of Object.values(contract))
    for (const procedure of Object.values(slice))
      visit([procedure["~orpc"].inputSchema, procedure["~orpc"].outputSchema]);
  return named;
}

/** The OpenAPI 3.1 document of the contract. */
async function buildOpenApi(): Promise<object> {
  const generator = new OpenAPIGenerator({ schemaConverters: [new ZodToJsonSchemaConverter()] });
  const document = await generator.generate(contract, {
    info: {
      title: "复诊桥 Fuzhen",
      version: "1",
      description: "Errors are RFC 9457 problem documents; `code` is one of the closed list below.",
    },
    servers: [{ url: "/api" }],
    security: [{ bearer: [] }],
    commonSchemas: namedSchemas(),
    components: {
      securitySchemes: { bearer: { type: "http", scheme: "bearer", bearerFormat: "JWT" } },
      schemas: {
        Problem: {
          type: "object",
          required: ["type", "title", "status", "code", "retryable", "requestId"],
          properties: {
            type: { type: "string" },
            title: { type: "string" },
            status: { type: "integer" },
            code: { type: "string", enum: Object.keys(errorList) },
            retryable: { type: "boolean" },
            requestId: { type: "string" },
            fields: {
              type: "array",
              items: {
                type: "object",
                required: ["path", "code"],
                properties: { path: { type: "string" }, code: { type: "string" } },
              },
            },
            about: {
              type: "object",
              required: ["type", "id"],
              properties: { type: { type: "string", enum: ["Appointment"] }, id: { type: "string" } },
            },
          },
        },
      },
    },
  });
  return { ...document, paths: withProblems(document.paths ?? {}) };
}

/** What any endpoint may answer when this is not the moment: the same may be sent again. */
const notNow: readonly ErrorCode[] = ["rate_limited", "unavailable", "busy"];
const headers = {
  "Retry-After": { description: "Seconds after which to come again", schema: { type: "integer", minimum: 0 } },
};

/** The codes an endpoint declares, by `METHOD /path`. */
const declaredCodes = (): Map<string, ErrorCode[]> =>
  new Map(
    Object.values(contract).flatMap((slice) =>
      Object.values(slice).map((procedure) => {
        const { route, errorMap } = procedure["~orpc"];
        return [`${route.method} ${route.path}`, Object.keys(errorMap) as ErrorCode[]] as const;
      }),
    ),
  );

/** Replaces oRPC's own error shape in the document by problem documents, also for errors no endpoint declares. */
function withProblems(paths: object): object {
  const content = { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } };
  const declared = declaredCodes();
  return mapValues(paths, (item, path) =>
    mapValues(item, (operation, method) => {
      const { responses } = operation as { responses: Record<string, object> };
      const problems: Record<string, { description: string; headers?: object; content: object }> = {};
      for (const code of [...(declared.get(`${method.toUpperCase()} ${path}`) ?? []), ...notNow]) {
        const { status } = errorList[code];
        const before = problems[status]?.description;
        problems[status] = {
          description: before ? `${before}, ${code}` : code,
          ...(notNow.some((one) => errorList[one].status === status) ? { headers } : {}),
          content,
        };
      }
      const answers = { ...responses, ...problems, default: { description: "Any other refusal", content } };
      return { ...operation, responses: answers };
    }),
  );
}

const mapValues = <V extends object>(record: Record<string, V> | object, change: (value: V, key: string) => object) =>
  Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value as V, key)]));

const docsPage = `<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>复诊桥 API</title>
<link rel="stylesheet" href="/api/docs/swagger-ui.css"></head><body><div id="docs"></div>
<script src="/api/docs/swagger-ui-bundle.js"></script><script src="/api/docs/start.js"></script></body></html>`;
const docsStart = `SwaggerUIBundle({ url: "/api/openapi.json", dom_id: "#docs", deepLinking: true, validatorUrl: null });`;

/** `/api/openapi.json` and a readable page at `/api/docs`, all from this server. */
export function createOpenApiRouter(services: Services): Router {
  const router = Router();
  router.use(["/openapi.json", "/docs"], perAddress(services, "document"));
  let document: Promise<PackedAnswer> | null = null;
  router.get("/openapi.json", (req, res, next) => {
    document ??= buildOpenApi().then((made) => packAnswer(JSON.stringify(made)));
    document.then((packed) => sendPacked(req, res.type("json"), packed)).catch(next);
  });
  router.get("/docs", (_req, res) => {
    res.type("html").send(docsPage);
  });
  router.get("/docs/start.js", (_req, res) => {
    res.type("js").send(docsStart);
  });
  const require = createRequire(import.meta.url);
  const dist = path.dirname(require.resolve("swagger-ui-dist/package.json"));
  // The two files the page needs: the package also brings source maps, pages and programs of its own.
  for (const file of ["swagger-ui.css", "swagger-ui-bundle.js"])
    router.get(`/docs/${file}`, (_req, res) => res.sendFile(file, { root: dist, maxAge: "1d" }));
  return router;
}
