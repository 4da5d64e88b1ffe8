import { foldTitle } from "../typed-text.ts";

/**
 * Words by which what a patient wrote beforehand may be an emergency: it moves them to the head of the queue and shows red, no more.
 * Short and on the safe side, until hospitals keep rules of their own on confirmed values (red-line guard).
 */
const words = [
  "胸痛",
  "胸口痛",
  "胸口疼",
  "胸闷",
  "呼吸困难",
  "喘不上气",
  "喘不过气",
  "吐血",
  "呕血",
  "咯血",
  "便血",
  "黑便",
  "昏迷",
  "晕倒",
  "昏倒",
  "抽搐",
  "意识不清",
  "偏瘫",
  "口角歪斜",
  "说不出话",
  "无尿",
  "没有尿",
  "自杀",
  "不想活",
  "chest pain",
  "cannot breathe",
  "can't breathe",
  "short of breath",
  "unconscious",
  "fainted",
  "vomiting blood",
  "suicide",
] as const;

/** Right before one of the words it is not there; a later word of the same text counts for itself. */
const notThere = /(没有|没|无|不|未|no|not|without)\s*(再)?\s*$/iu;

export function mayBeEmergency(text: string): boolean {
  const said = foldTitle(text).toLowerCase();
  return words.some((word) => {
    for (let at = said.indexOf(word); at >= 0; at = said.indexOf(word, at + 1))
      if (!notThere.test(said.slice(Math.max(0, at - 8), at))) return true;
    return false;
  });
}
