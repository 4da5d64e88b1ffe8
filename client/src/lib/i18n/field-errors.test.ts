// @vitest-environment node
import { expect, it } from "vitest";
import { fileRefusals } from "@fuzhen/shared/files/file.schema.ts";
import { fieldErrorTexts } from "./field-errors.ts";

/** What produces field errors: the contract's schemas and rules, and the use cases of the server. */
const sources: Record<string, string> = import.meta.glob(
  ["../../../../shared/src/**/*.ts", "../../../../server/src/{modules,http}/**/*.ts", "!**/*.test.ts"],
  { query: "?raw", import: "default", eager: true },
);

/** Of requests that our own forms never make, of whole problems, of libraries: no field of a form shows them. */
const technical = new Set([
  "id",
  // Of a report that the browser makes, not a person.
  "crash_frame",
  "crash_name",
  // zod's own for an issue that is raised by hand; its message is the code.
  "custom",
  "request_key",
  "cursor",
  "upload_key_used",
  "invalid",
  "forbidden",
  "internal",
  "invalid_input",
  "licence_invalid",
  "status_code",
]);

const literal = /"([a-z_]+)"/g;
const places = [
  /\berror: "[a-z_]+"/g, // in a schema
  /\bcode: "[a-z_]+"(?:\s*\|\s*"[a-z_]+")*/g, // in a thrown field, or the type of a rule's answer
  /\bconst code = [^;]+;/g, // chosen before it is thrown
  /return "file_unknown"/g,
];

it("every code a field can be refused with has words in both languages", () => {
  const used = Object.values(sources).flatMap((text) =>
    places.flatMap((place) =>
      [...text.matchAll(place)].flatMap(([found]) => [...found.matchAll(literal)].map(([, code]) => code ?? "")),
    ),
  );
  const codes = new Set([...used, ...fileRefusals]);
  expect(Object.keys(sources).length).toBeGreaterThan(150);
  expect(codes.size).toBeGreaterThan(50);
  for (const texts of [fieldErrorTexts.zh, fieldErrorTexts.en])
    expect([...codes].filter((code) => !technical.has(code) && !Object.hasOwn(texts, code)).toSorted()).toEqual([]);
});
