import { expect, test } from "vitest";
import { redFlagsIn } from "./red-flags.ts";

test.each([
  ["医生我突然胸口疼，喘不上气", ["chest", "breath"]],
  ["我爸叫不醒了", ["consciousness"]],
  ["一早起来嘴歪，说话不清", ["stroke"]],
  ["昨天吐血了", ["bleeding"]],
  ["觉得活不下去了", ["self-harm"]],
  ["没有胸痛，就是脚有点肿", []],
  ["不胸痛，也没呼吸困难", []],
  ["否认胸痛", []],
  ["没有胸痛，但是刚才晕倒了", ["consciousness"]],
  ["没有胸痛。今天胸痛", ["chest"]],
  ["药吃完了，肌酐 112", []],
  ["昨晚开始胸 痛，出汗", ["chest"]],
  ["没有发烧，但是胸痛", ["chest"]],
  ["I have CHEST PAIN since noon", ["chest"]],
  ["两天没有尿了", ["kidney"]],
  ["no chest pain", []],
  ["无胸闷，无呼吸困难", []],
  ["不再抽搐", []],
  ["最近泡沫尿多", []],
  ["", []],
])("%s", (text, why) => expect(redFlagsIn(text)).toEqual(why));
