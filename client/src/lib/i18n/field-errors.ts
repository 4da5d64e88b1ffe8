import { defineTexts } from "./define.ts";

/** The text keys of `FieldError.code`: what the schemas in `shared` say about a single field. */
export const fieldErrorTexts = defineTexts({
  zh: {
    required: "这一项要填",
    too_long: "太长了，请写短一些",
    too_many: "太多了，请减少几项",
    control_characters: "有不能识别的字符，请重新输入",
    name: "请写身份证上的姓名，2 个字以上",
    phone: "请输入 11 位手机号",
    password_short: "密码至少 8 位",
    notice: "请先阅读并同意",
    id_number_length: "身份证号是 18 位，请再数一下",
    id_number_checksum: "身份证号不对，请对照证件再看一遍",
    day: "日期不对，请重新选择",
    time_of_day: "时间不对，请重新选择",
    instant: "时间不对，请重新选择",
    fee: "金额不对，请输入 0 到 10000 元",
    slot_minutes: "每个号请设 5 到 120 分钟",
    licence_number: "执业证号是 15 位数字",
    department_code: "科室代码不对，例如 03.05",
    diagnosis_unknown: "请从诊断列表里选",
    files_required: "请至少上传一张",
    other: "这一项不对，请改一下",
  },
  en: {
    required: "Please fill this in",
    too_long: "Too long, please shorten it",
    too_many: "Too many, please remove some",
    control_characters: "Some characters cannot be read, please type it again",
    name: "The name as on the ID card, 2 characters or more",
    phone: "Please enter an 11-digit mobile number",
    password_short: "At least 8 characters",
    notice: "Please read and accept it first",
    id_number_length: "An ID number has 18 characters",
    id_number_checksum: "This ID number is not right, please compare it with the card",
    day: "Please choose the date again",
    time_of_day: "Please choose the time again",
    instant: "Please choose the time again",
    fee: "Please enter an amount from 0 to 10000 yuan",
    slot_minutes: "Please set 5 to 120 minutes a visit",
    licence_number: "A licence number has 15 digits",
    department_code: "The department code is not right, e.g. 03.05",
    diagnosis_unknown: "Please pick one from the list",
    files_required: "Please upload at least one",
    other: "Please check this",
  },
});

type FieldErrorTexts = (typeof fieldErrorTexts)["zh"];

/** The words for a field's refusal; a code nobody has words for yet still says something useful. */
export function fieldErrorText(code: string, texts: FieldErrorTexts): string {
  return isKnown(code, texts) ? texts[code] : texts.other;
}

function isKnown(code: string, texts: FieldErrorTexts): code is keyof FieldErrorTexts & string {
  return Object.hasOwn(texts, code);
}
