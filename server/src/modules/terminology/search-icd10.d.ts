import { type Icd10 } from "./icd10-table.ts";
/**
 * Finds categories by code, by any name in use, by place and kind (癌, 炎, 结石, 骨折 …), by pinyin or its initials; best
 * first. Several diseases in one line are each found. An empty query finds nothing.
 */
export declare function searchIcd10(query: string, limit?: number): Promise<Icd10[]>;
