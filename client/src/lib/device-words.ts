import type { Language } from "./i18n/define.ts";

/** The first match wins: each browser also carries the names of those it descends from. */
const browsers: readonly [RegExp, string, english?: string][] = [
  [/MicroMessenger\//, "微信", "WeChat"],
  [/HuaweiBrowser\//, "华为浏览器", "Huawei Browser"],
  [/MiuiBrowser\//, "小米浏览器", "Mi Browser"],
  [/M?QQBrowser\//, "QQ 浏览器", "QQ Browser"],
  [/UCBrowser\//, "UC 浏览器", "UC Browser"],
  [/SamsungBrowser\//, "Samsung Internet"],
  [/Edg(e|A|iOS)?\//, "Edge"],
  [/OPR\//, "Opera"],
  [/(Firefox|FxiOS)\//, "Firefox"],
  [/(Chrome|CriOS)\//, "Chrome"],
  [/Safari\//, "Safari"],
];
const systems: typeof browsers = [
  [/HarmonyOS/, "HarmonyOS"],
  [/iPhone/, "iPhone"],
  [/iPad/, "iPad"],
  [/Android/, "Android"],
  [/Windows/, "Windows"],
  [/CrOS/, "ChromeOS"],
  [/Mac OS X/, "Mac"],
  [/Linux/, "Linux"],
];

/** A device as its owner would call it, "Chrome · Windows"; undefined when its words say nothing that is known. */
export function deviceWords(userAgent: string, language: Language): string | undefined {
  const known = [browsers, systems].flatMap((table) => {
    const [, name, english = name] = table.find(([sign]) => sign.test(userAgent)) ?? [];
    return name === undefined ? [] : [language === "zh" ? name : english];
  });
  return known.length > 0 ? known.join(" · ") : undefined;
}
