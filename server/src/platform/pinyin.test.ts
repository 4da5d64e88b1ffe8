import { describe, expect, it } from "vitest";

import { pinyinOf, pinyinSyllables } from "./pinyin.ts";

describe("pinyinOf", () => {
  it.each([
    ["单晓华", "shanxiaohua", "sxh"],
    ["曾国藩", "zengguofan", "zgf"],
    ["尉迟恭", "yuchigong", "ycg"],
    ["仇英", "qiuying", "qy"],
    ["解晓东", "xiexiaodong", "xxd"],
    ["区楚良", "ouchuliang", "ocl"],
    ["任重", "renzhong", "rz"],
    ["欧阳娜娜", "ouyangnana", "oynn"],
    ["吕布", "lvbu", "lb"],
    ["阿卜杜拉·买买提", "abudulamaimaiti", "abdlmmt"],
    ["张 三", "zhangsan", "zs"],
    ["Ｌi雷", "lilei", "lil"],
    ["🙂王", "wang", "w"],
    ["", "", ""],
  ])("%s is %s, %s", (name, full, initials) => {
    expect(pinyinOf(name)).toEqual({ full, initials });
  });

  it("reads a family name's character as a word elsewhere", () => {
    expect(pinyinSyllables("单胎顺产")).toEqual(["dan", "tai", "shun", "chan"]);
    expect(pinyinSyllables("[HIV]病")).toEqual(["h", "i", "v", "bing"]);
  });
});
