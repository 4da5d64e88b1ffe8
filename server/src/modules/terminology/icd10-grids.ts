import { readTable } from "../../platform/read-table.ts";
import { findIcd10 } from "./icd10-table.ts";
import { foldDisease } from "./fold-disease.ts";

interface Row {
  sites: readonly string[];
  /** Codes by the kind of growth, lesion or injury. */
  codes: Readonly<Record<string, readonly string[]>>;
}

/** A table of places by kinds: what is said of a place, and the category it has for each kind. */
function readGrid(name: string): readonly Row[] {
  const [head = "", ...lines] = readTable(name);
  const kinds = head.split("\t").slice(1);
  return lines.map((line) => {
    const [sites = "", ...cells] = line.split("\t");
    const codes = kinds.map((kind, at) => [kind, (cells[at] ?? "").split(" ").filter((code) => findIcd10(code))]);
    return { sites: sites.split("|").map(foldDisease), codes: Object.fromEntries(codes) as Row["codes"] };
  });
}

type Grid = {
  rows: readonly Row[];
  not?: RegExp;
  kinds: readonly (readonly [said: RegExp, kinds: readonly string[]])[];
};

/** What is said of a place, most telling first, and the columns that answer it. */
const grids: readonly Grid[] = [
  {
    rows: readGrid("icd10-injuries.tsv"),
    kinds: [
      [/(陈旧|后遗).*(骨折|脱位|损伤|外伤|烧伤)|(骨折|脱位|损伤|外伤|烧伤).*后遗/, ["old"]],
      [/(创伤|外伤)性.*(破裂|出血|血肿|积血|血胸|气胸)/, ["injury"]],
      [/骨折/, ["fracture"]],
      [/脱位|脱臼|脱骱/, ["dislocation"]],
      [/烧伤|烫伤|灼伤/, ["burn"]],
      [/离断|断[指趾肢]|截[指趾肢]/, ["amputation"]],
      [/挤压|压砸|轧伤/, ["crush", "injury"]],
      [/神经.*(损伤|断裂)/, ["nerve"]],
      [/(血管|[动静]脉).*(损伤|断裂)/, ["vessel"]],
      [/(肌腱|跟腱|肌|腱|韧带|半月板).*(损伤|断裂|撕裂)/, ["muscle", "dislocation", "injury"]],
      [/扭伤|拉伤/, ["dislocation", "muscle", "injury"]],
      [/裂伤|开放|切割|刺伤|割伤|伤口|撕脱|咬伤|穿通/, ["open", "injury"]],
      [/挫伤|擦伤|皮肤损伤|浅表损?伤|(?<!硬膜.)血肿/, ["superficial", "injury"]],
      [/损伤|外伤|创伤/, ["injury", "open", "superficial"]],
    ],
  },
  {
    rows: readGrid("icd10-tumours.tsv"),
    // Growths with categories of their own, wherever they are.
    not: /脂肪瘤|血管瘤|淋巴管瘤|痣|淋巴瘤|骨髓瘤|黑色素瘤|白血病|子宫.*肌瘤|间皮瘤/,
    kinds: [
      [/转移|继发性?(恶性)?肿瘤|继发.*(癌|瘤)/, ["secondary", "malignant"]],
      [/原位癌|原位/, ["in-situ"]],
      [/交界(性|恶性)?肿瘤|动态未[知定](性|恶性)?肿瘤|交界性/, ["uncertain"]],
      [/恶性肿瘤|癌|恶性|肉瘤|母细胞瘤|恶变|黑色素瘤|精原细胞/, ["malignant"]],
      [/良性肿瘤|良性|腺瘤|纤维瘤|乳头状?瘤|囊腺瘤|平滑肌瘤|间叶瘤|错构瘤/, ["benign", "uncertain"]],
      [/未定|不明|间质瘤/, ["uncertain"]],
      [/肿瘤|瘤/, ["malignant", "benign", "uncertain"]],
      [/占位|肿物|肿块|包块|新生物|阴影/, ["mass", "uncertain"]],
    ],
  },
  {
    rows: readGrid("icd10-lesions.tsv"),
    kinds: [
      [/结核/, ["tuberculosis"]],
      [/先天|畸形|发育不[良全]|缺如|闭锁|异位/, ["congenital"]],
      [/脓肿|积脓/, ["abscess"]],
      [/囊肿/, ["cyst"]],
      [/结石|石症/, ["stone"]],
      [/息肉/, ["polyp"]],
      [/溃疡|糜烂/, ["ulcer", "inflammation"]],
      [/出血|积血/, ["bleeding"]],
      [/穿孔|破裂/, ["rupture"]],
      [/瘘|漏$/, ["fistula"]],
      [/狭窄|梗阻|闭塞|阻塞|堵塞/, ["stenosis"]],
      [/炎|感染/, ["inflammation"]],
      [
        /病|疾患|障碍|不适|异常|损害|改变|综合征|增生|肥大|积液|水肿|结节|萎缩|硬化|下垂|扩张|坏死|粘连|钙化|变性/,
        ["disease"],
      ],
    ],
  },
];

/** All names of places, the longest first. */
export const sites: readonly string[] = [
  ...new Set(grids.flatMap(({ rows }) => rows.flatMap((row) => row.sites))),
].toSorted((a, b) => b.length - a.length);

/** Categories of a place and what it has, best first; `named`: how much of the text these words explain, 0 to 1. */
export function byPlace(folded: string): { codes: string[]; named: number } {
  for (const { rows, not, kinds } of grids) {
    if (not?.test(folded)) continue;
    const kind = kinds.find(([said]) => said.test(folded));
    if (!kind) continue;
    const [said, columns] = kind;
    const rest = folded.replace(said, "");
    const found = rows
      .flatMap((row) => row.sites.filter((site) => folded.includes(site)).map((site) => ({ row, site })))
      // The longest name says most; among equals the one nearer to the kind, which stands last.
      .toSorted((a, b) => b.site.length - a.site.length || folded.lastIndexOf(b.site) - folded.lastIndexOf(a.site))
      .find(({ row }) => columns.some((column) => (row.codes[column] ?? []).length > 0));
    if (!found) continue;
    const codes = columns.flatMap((column) => found.row.codes[column] ?? []);
    const named = (folded.length - rest.replace(found.site, "").length) / folded.length;
    return { codes: [...new Set(codes)], named };
  }
  return { codes: [], named: 0 };
}
