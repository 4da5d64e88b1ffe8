/** Characters of each part of a note, once its outer blanks are gone. */
export const noteLimits = { chiefComplaint: 500, presentIllness: 4000, plan: 4000 } as const;
export const MAX_DIAGNOSES = 10;
