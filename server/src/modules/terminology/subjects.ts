/**
 * Which subjects (诊疗科目) treat what, by the beginning of the ICD-10 category; the nearer one first. Own work: the usual
 * division of hospitals.
 */
const SUBJECTS: readonly (readonly [begins: RegExp, subjects: readonly string[]])[] = [
  [/^(R31|R80|N0|N1[0-289]|N2[5-9]|Z49|Z99|I12|I13)/, ["03.06", "04.04"]],
  [/^(N1|N2|N3|N4)/, ["04.04", "03.06"]],
  [/^(N6)/, ["04.01", "05"]],
  [/^(N[789]|O)/, ["05"]],
  [/^(A|B)/, ["16", "03"]],
  [/^(C|D[0-4]|Z08|Z51|Z85)/, ["19", "04"]],
  [/^D/, ["03.05"]],
  [/^E/, ["03.07"]],
  [/^F/, ["15", "03.03"]],
  [/^(G|I6|R4[0-9]|R51|R55|R56)/, ["03.03", "04.02"]],
  [/^H[0-5]/, ["10"]],
  [/^(H|J0[0-6]|J3)/, ["11"]],
  [/^(I8)/, ["04.01", "04.06", "03.04"]],
  [/^(I|R0[0-37])/, ["03.04", "04.06"]],
  [/^(J|R0[4-6]|R91)/, ["03.01", "04.05"]],
  [/^(K0|K1[0-4])/, ["12"]],
  [/^(K|R1)/, ["03.02", "04.01"]],
  [/^L/, ["13"]],
  [/^(M[01]|M3)/, ["03.08", "04.03"]],
  [/^(M|S|T[01]|T9)/, ["04.03", "21"]],
  [/^(P|Q)/, ["07"]],
];

/** Codes of the subjects that a disease belongs to; those below them count as well. Empty when it is not clear. */
export const subjectsFor = (icd10: string): readonly string[] =>
  SUBJECTS.find(([begins]) => begins.test(icd10))?.[1] ?? [];
