export { findIcd10 } from "./icd10-table.ts";
export { foldDisease } from "./fold-disease.ts";
export { codesOf, searchIcd10 } from "./search-icd10.ts";
export { subjectsFor } from "./subjects.ts";
export { redFlagsIn } from "./red-flags.ts";
