import { expect, test } from "vitest";
import { patientPlaces } from "./patient-places.ts";
import tree from "./routes/patient/index.tsx?raw";

test("every page of patients is at one of their places, and each place has a page", () => {
  const paths = [...tree.matchAll(/\["(\/[^"]*)", later/g)].map(([, path = ""]) => path);
  expect(new Set(paths.map((path) => path.split("/")[1]))).toEqual(patientPlaces);
});
