import { readEnv } from "../../src/env.ts";
import "../../src/modules/modules.ts";
import { listOrganizations } from "../../src/modules/organizations/index.ts";
import { openDatabase } from "../../src/platform/open-database.ts";
import { departments } from "@fuzhen/shared/terminology/departments.ts";
import { makeMany, type Manner } from "./make-many.ts";

// fill-hospital NAME: gives a hospital of the installation under DATA_DIR 50 departments and 800 specialists beside its running
// server, with names as long as they get. For journeys: over the API each of the 800 would cost a password's hash.
const surnames = [..."王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗"];
const given = ["秀兰", "静宜", "建国", "立新", "一鸣", "若兰", "明慧", "子涵", "雨桐", "博文", "思远", "晓东"];
const longNames = [
  "阿布都克力木·吐尔逊·买买提依明·阿卜杜热合曼",
  "Aleksandra Konstantinopolskaya-Wierzbicka",
  "古丽巴哈尔·阿不都热西提·肉孜",
];
const longDiseases = [
  "抗中性粒细胞胞浆抗体相关性血管炎性肾损害",
  "血栓性血小板减少性紫癜—溶血性尿毒症综合征",
  "Antiphospholipid antibody syndrome (APS)",
  "遗传性出血性毛细血管扩张症",
  "慢性肾小球肾炎",
  "非酒精性脂肪性肝炎相关肝硬化失代偿期",
];
const surname = (index: number) => surnames[index % surnames.length] ?? "";
const manner: Manner = {
  nameOf: (index) =>
    index % 8 === 0
      ? [...(longNames[(index / 8) % longNames.length] ?? "")].slice(0, 40).join("")
      : `${surname(index)}${given[Math.floor(index / surnames.length) % given.length]}`,
  departmentOf: (index) => {
    const subject = departments[index % departments.length]?.name ?? "";
    return `${subject}·国际医疗部（Department ${index + 1}）`.slice(0, 40);
  },
  // Every eighth as many as the form takes.
  diseasesOf: (index) =>
    Array.from(
      { length: index % 8 === 0 ? 20 : 3 },
      (_, turn) => longDiseases[(index + turn) % longDiseases.length] ?? "",
    ),
  weekdaysOf: (index) => (index % 2 === 0 ? [1, 2, 3, 4, 5, 6, 7] : [1 + (index % 5)]),
};

const [name] = process.argv.slice(2);
const database = await openDatabase(readEnv());
const organization = (await listOrganizations()).find((one) => one.name === name);
if (!organization) throw new Error("no hospital of that name");
await makeMany(new Date(), organization, { manner });
await database.close();
