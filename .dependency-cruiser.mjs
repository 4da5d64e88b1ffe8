/** The arrows of the house (ARCHITECTURE.md). Each message says where the thing belongs instead. */
const tiers = [
  ["audit", "terminology"],
  ["files", "users", "organizations"],
  ["sessions", "codes", "patients", "specialists"],
  ["factors", "care-access"],
  ["accounts", "staff", "schedules", "reports"],
  ["appointments"],
  ["waiting"],
  ["consultations"],
  ["encounters"],
  ["notifications", "operations", "oversight"],
  ["reach"],
  ["personal-data"],
];

const slices = tiers.flat();
const inModule = (name) => `^server/src/modules/${name}/`;
const anyOf = (names) => `^server/src/modules/(${names.join("|")})/`;

/** A module may import the doors of lower tiers only. */
const tierRules = tiers.flatMap((names, tier) =>
  names.map((name) => ({
    name: `tier-${name}`,
    comment: `${name} stands on tier ${tier}: import doors of lower tiers only, reach up or sideways by facts (broadcast, consumers).`,
    severity: "error",
    from: { path: inModule(name), pathNot: "\\.test\\.ts$" },
    to: { path: anyOf(slices), pathNot: [inModule(name), ...(tier > 0 ? [anyOf(tiers.slice(0, tier).flat())] : [])] },
  })),
);

export default {
  forbidden: [
    ...tierRules,
    {
      name: "doors",
      comment: "Import another module through its index.ts; what is not there is its own business.",
      severity: "error",
      from: { path: "^server/src/modules/([^/]+)/", pathNot: "\\.test\\.ts$" },
      to: {
        path: "^server/src/modules/([^/]+)/",
        pathNot: ["^server/src/modules/$1/", "^server/src/modules/[^/]+/index\\.ts$"],
      },
    },
    {
      name: "shared-is-pure",
      comment: "shared is what both sides agree on: zod and pure functions. I/O belongs to server or client.",
      severity: "error",
      from: { path: "^shared/src/", pathNot: "\\.test\\.ts$" },
      to: { pathNot: ["^shared/", "node_modules/(\\.pnpm/)?(zod|@orpc)", "node_modules/.*/(zod|@orpc)"] },
    },
    {
      name: "client-knows-shared-only",
      comment: "The client talks to the server over the contract; import from @fuzhen/shared.",
      severity: "error",
      from: { path: "^client/src/" },
      to: { path: "^(server|e2e)/" },
    },
    {
      name: "client-without-zod",
      comment:
        "A schema brings zod: 22 kB, and a probe for eval that the content policy reports. Import its types; constants and rules live in *.rules.ts.",
      severity: "error",
      from: { path: "^client/src/", pathNot: "\\.test\\.tsx?$" },
      to: { path: "^shared/src/.*\\.(schema|api)\\.ts$", dependencyTypesNot: ["type-only"] },
    },
    {
      name: "server-knows-shared-only",
      comment: "The server knows the client over the contract only.",
      severity: "error",
      from: { path: "^server/" },
      to: { path: "^(client|e2e)/" },
    },
    {
      name: "e2e-over-the-wire",
      comment: "Journeys and benches use the product from outside: shared and the wire.",
      severity: "error",
      from: { path: "^e2e/" },
      to: { path: "^(client|server)/src/" },
    },
    {
      name: "features-apart",
      comment: "Features never import each other; a route composes them (client/src/app/routes).",
      severity: "error",
      from: { path: "^client/src/features/([^/]+)/" },
      to: { path: "^client/src/features/([^/]+)/", pathNot: "^client/src/features/$1/" },
    },
    {
      name: "features-below-app",
      comment: "app composes features; a feature that needs app wants a prop or a piece of lib.",
      severity: "error",
      from: { path: "^client/src/(features|ui|lib|realtime)/" },
      to: { path: "^client/src/app/" },
    },
    {
      name: "phone-without-desk",
      comment:
        "A patient's page brings nothing of the desk's, on whatever way: ui/desk and antd cost 200 kB. What both faces draw stands in ui/shared.",
      severity: "error",
      from: { path: "^client/src/(app/routes/(patient|public)/|ui/(mobile|shared)/)" },
      to: { path: "(node_modules/antd/|^client/src/ui/desk/)", reachable: true },
    },
    {
      name: "desk-without-phone",
      comment:
        "A page of the desk brings nothing of ui/mobile, on whatever way. What both faces draw stands in ui/shared.",
      severity: "error",
      from: { path: "^client/src/(app/routes/(specialist|admin|pharmacist)/|ui/(desk|shared)/)" },
      to: { path: "^client/src/ui/mobile/", reachable: true },
    },
    {
      name: "express-in-http",
      comment: "Express lives in http/, fhir/ and app.ts; a module gives routes as a table.",
      severity: "error",
      from: { path: "^server/src/", pathNot: "^server/src/(http/|fhir/|app\\.ts)" },
      to: { path: "node_modules/express/" },
    },
    {
      name: "socketio-in-realtime",
      comment: "Socket.IO lives in realtime/; a module gives commands and broadcasts as tables.",
      severity: "error",
      from: { path: "^server/src/", pathNot: ["^server/src/realtime/", "\\.test\\.ts$"] },
      to: { path: "node_modules/socket\\.io/" },
    },
    {
      name: "mongoose-in-its-corner",
      comment: "mongoose belongs to *.model.ts, *.repo.ts and platform/; a use case calls its repo.",
      severity: "error",
      from: { path: "^server/src/", pathNot: ["\\.(model|repo)\\.ts$", "^server/src/platform/", "\\.test\\.ts$"] },
      to: { path: "node_modules/mongoose/" },
    },
    {
      name: "model-behind-repo",
      comment: "A model is imported by its repo alone; ask the repo for a query named for its intent.",
      severity: "error",
      from: { path: "^server/src/modules/", pathNot: ["\\.repo\\.ts$", "\\.test\\.ts$"] },
      to: { path: "\\.model\\.ts$" },
    },
    {
      name: "platform-knows-no-medicine",
      comment: "platform serves every module and knows none; invert the need with a parameter.",
      severity: "error",
      from: { path: "^server/src/platform/" },
      to: { path: "^server/src/(modules|http|realtime|jobs|fhir)/" },
    },
    {
      name: "modules-below-their-callers",
      comment:
        "http, realtime and jobs call modules; what a module needs of them (bindRoutes, rooms) stands in platform.",
      severity: "error",
      from: { path: "^server/src/modules/", pathNot: "\\.test\\.ts$" },
      to: { path: "^server/src/(http|realtime|jobs|fhir|commands|migrations)/|^server/src/(app|main)\\.ts" },
    },
    {
      name: "no-circles",
      comment: "Two files that need each other want to be one, or a third; types count too.",
      severity: "error",
      from: {},
      to: { circular: true },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.base.json" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "require", "node", "default", "types"],
      extensions: [".ts", ".tsx", ".js", ".mjs", ".json"],
    },
    exclude: { path: "(^|/)(dist|data|corpus)/" },
  },
};
