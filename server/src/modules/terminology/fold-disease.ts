import { Converter } from "opencc-js/t2cn";

const toSimplified = Converter({ from: "t", to: "cn" });

const NUMBERS: Readonly<Record<string, string>> = {
  i: "1",
  ii: "2",
  iii: "3",
  iv: "4",
  v: "5",
  一: "1",
  二: "2",
  三: "3",
  四: "4",
  五: "5",
};

/** What people say, in the words of the tables. Longer ones first. */
const SAID: readonly (readonly [said: string, meant: string])[] = [
  ["打呼噜", "打鼾"],
  ["心跳过快", "心动过速"],
  ["心跳过慢", "心动过缓"],
  ["功能衰竭", "衰竭"],
  ["嗓子", "咽喉"],
  ["肚子", "腹部"],
  ["食道", "食管"],
  ["脖子", "颈部"],
  ["膝盖", "膝关节"],
  ["胳膊", "上肢"],
  ["屁股", "臀部"],
  ["脚踝", "踝"],
  ["黏膜", "粘膜"],
  ["黏液", "粘液"],
  ["子宫颈", "宫颈"],
  ["换肾", "肾移植"],
  ["换肝", "肝移植"],
  ["疼痛", "痛"],
  ["疼", "痛"],
];

/**
 * The name of a disease as it is compared: width, case, blanks, marks and traditional characters do not count, and numbers
 * before 型, 期, 级 and 度 are digits (Ⅱ型, II型, 二型 → 2型). "Ca" after a place is 癌, as on reports.
 */
export function foldDisease(text: string): string {
  const folded = toSimplified(text.normalize("NFKC").toLowerCase())
    .replaceAll(/(?<![a-z])(iii|ii|iv|i|v|[一二三四五])(?=[型期级度])/g, (number: string) => NUMBERS[number] ?? number)
    .replaceAll(/(?<=\p{Script=Han})ca(?![a-z])/gu, "癌")
    .replaceAll(/[^\p{Letter}\p{Number}]/gu, "");
  return SAID.reduce((name, [said, meant]) => name.replaceAll(said, meant), folded);
}

/** Without the particles that one writes and another leaves out: 糖尿病性肾病 and 糖尿病肾病. */
export const loosely = (folded: string): string => folded.replaceAll(/(?<=.)[性的](?=.)|(?<=..)症$/g, "");

/** What says how, since when and on which side, but not what: taken away one after the other. */
const QUALIFIERS: readonly RegExp[] = [
  /待查|待排除?|可能|疑似|考虑|性质待定|诊断不明/g,
  /术后复查|术后|治疗后|[化放]疗后|个人史|病史|后遗症期|恢复期|缓解期|稳定期|活动期|急性期|急性发作期?|急性加重期?|急性发作/g,
  /左侧|右侧|双侧|单侧|两侧|(?<!^.?)[左右双](?=[\p{Script=Han}])|^[左右双](?=\p{Script=Han}{2})/gu,
  /早期|晚期|中期|终末期|[1-5][ab]?[期级度]|轻度|中度|重度|轻症|极高危|很高危|高危|中危|低危|失代偿期?|代偿期/g,
  /多发性?|单发性?|弥漫性?|局限性|顽固性|难治性|复发性|特发性|原发性|继发性|单纯性|获得性|非特异性|特异性|化脓性|浆液性/g,
  /老年性?|小儿|儿童|新生儿|婴儿|婴幼儿|成人|妊娠期?|青少年/g,
  /慢性|急性|亚急性|陈旧性/g,
];

/** The name with fewer and fewer qualifiers, the fullest first. */
export function bareForms(folded: string): string[] {
  const forms = [folded];
  let bare = folded;
  for (const qualifier of QUALIFIERS) {
    const next = bare.replaceAll(qualifier, "");
    if (next.length >= 2 && next !== bare) forms.push((bare = next));
  }
  return forms;
}

/** 高血压伴糖尿病, 胆囊结石并胆囊炎: each of several diseases that are written as one. */
export const partsOf = (text: string): string[] =>
  text
    .split(/伴有|伴发|伴|合并|并发|并|以及|及|和|与|[、,，;；+/（）()]/)
    .map(foldDisease)
    .filter((part) => part.length >= 2);
