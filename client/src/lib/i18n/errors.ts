import { isErrorCode, type ErrorCode } from "@fuzhen/shared/errors.ts";
import { ApiError } from "../api/api-error.ts";
import { getPrefs } from "../prefs.ts";
import { countEn, useLanguage, type Language } from "./define.ts";

/** Every code of the closed list: what happened, and what to do next. A code missing here is a compile error. */
const zh: Record<ErrorCode, string> = {
  invalid_input: "有内容填得不对，请照提示改一下。",
  unauthenticated: "请先登录。",
  forbidden: "您没有权限看这里的内容。",
  not_found: "没有找到，可能已经被移走。请返回上一页。",
  too_large: "内容太大了，请分几次提交。",
  rate_limited: "操作太快了，请等一会儿再试。",
  internal: "我们这边出了点问题，请再试一次。",
  unavailable: "系统正忙，请过一会儿再试。",
  wrong_credentials: "手机号或密码不对，请再核对一下。",
  session_expired: "登录已过期，请重新登录。",
  password_change_required: "请先把初始密码改成自己的。",
  second_factor_required: "请完成第二步验证。",
  second_factor_missing: "请先设置第二重验证，再使用工作台。",
  second_factor_wrong: "验证码不对，请看一眼最新的再输。",
  second_factor_last: "这是最后一种验证方式，请先添加新的再移除它。",
  reauthentication_required: "这一步很要紧，请先确认是您本人。",
  code_wrong: "短信验证码不对，请再核对一下。",
  code_expired: "短信验证码已失效，请重新获取。",
  sms_unavailable: "短信暂时发不出去，请过一会儿再试。",
  phone_taken: "这个手机号已经注册过，请直接登录。",
  password_breached: "这个密码太常见，容易被猜到，请换一个。",
  patient_exists: "这位就诊人已经添加过了。",
  guardian_consent_required: "就诊人未成年，需要监护人先确认。",
  relationship_invalid: "与就诊人的关系不合适，请重新选择。",
  consent_required: "请先阅读并同意知情同意书。",
  consent_outdated: "知情同意书有更新，请重新阅读并同意。",
  patient_unknown: "没有找到这位患者，请核对姓名和证件号码。",
  already_reviewed: "这一条已经有人审过了。",
  own_act: "不能处理自己的事，请由另一位同事来做。",
  last_security_admin: "至少要留一位在用的安全管理员。",
  booking_limit: "近期预约已达上限，请先完成或取消已有的预约。",
  storage_full: "您的存储空间满了，请先删除用不着的文件。",
  department_exists: "这个科室已经有了，请直接使用。",
  licence_taken: "这个执业证号已被登记，请核对证号。",
  licence_invalid: "执业证号或有效期不对，请核对证件。",
  experience_too_short: "独立执业未满 3 年，还不能开展互联网诊疗。",
  specialist_unpublished: "这位医生暂时不接受预约，请看看其他医生。",
  sessions_overlap: "出诊时段有重叠，请错开时间。",
  session_too_short: "出诊时段太短，放不下一个号，请加长。",
  schedule_changed: "排班刚被别人改过，请看一下最新的再改。",
  slot_unavailable: "这个时间刚被约走，请另选一个。",
  patient_busy: "就诊人在这个时间已有预约，请另选一个时间。",
  proof_required: "请附上线下确诊的病历或诊断证明。",
  already_cancelled: "这个预约已经取消了。",
  illegal_state: "现在不能这样做，情况可能刚有变化，请刷新看看。",
  too_early: "还没到时间，请稍后再来。",
  too_late: "已经过了可以操作的时间。",
  file_empty: "这个文件是空的，请重新选择。",
  file_unsupported: "不支持这种文件，请上传照片或 PDF。",
  file_broken: "这个文件打不开，请重新拍一张或换一个。",
  file_encrypted: "这个 PDF 有密码，请去掉密码后再上传。",
  file_too_large: "文件太大，请压缩一下或分开上传。",
  file_too_many_pixels: "照片尺寸太大，请把相机分辨率调低再拍。",
  file_too_many_pages: "PDF 页数太多，请只上传需要的几页。",
  file_timeout: "文件处理太久没完成，请再试一次。",
  file_not_ready: "文件还在处理，请稍等一下。",
  link_expired: "链接已过期，请重新打开。",
  judgement_required: "请先记录复诊判断，再开始问诊。",
  visit_closed: "这次问诊已经结束，不能再发消息。",
  call_not_open: "现在还不能通话，请等对方进入诊室。",
  note_incomplete: "病历还没写完整，请补上标出的几项。",
  note_signed: "病历已签名，不能再改；需要更正请写补充。",
  note_changed: "病历刚在别处改过，请看一下最新的再改。",
  diagnosis_unknown: "没有这个诊断编码，请从列表里选。",
};

const en: Record<ErrorCode, string> = {
  invalid_input: "Some of it is not right. Please follow the hints.",
  unauthenticated: "Please sign in first.",
  forbidden: "You are not allowed to see this.",
  not_found: "We could not find it. It may have moved; please go back.",
  too_large: "That is too much at once. Please send it in parts.",
  rate_limited: "That was too fast. Please wait a moment and try again.",
  internal: "Something went wrong on our side. Please try again.",
  unavailable: "The system is busy. Please try again in a while.",
  wrong_credentials: "The mobile number or the password is wrong. Please check both.",
  session_expired: "Your session has ended. Please sign in again.",
  password_change_required: "Please change the initial password first.",
  second_factor_required: "Please complete the second step.",
  second_factor_missing: "Please set up a second factor before you use the desk.",
  second_factor_wrong: "That code is not right. Please use the newest one.",
  second_factor_last: "This is your last factor. Please add another one before you remove it.",
  reauthentication_required: "This matters: please confirm that it is you first.",
  code_wrong: "That text message code is not right. Please check it again.",
  code_expired: "That code is no longer valid. Please ask for a new one.",
  sms_unavailable: "Text messages cannot be sent just now. Please try again in a while.",
  phone_taken: "This mobile number is registered already. Please sign in.",
  password_breached: "This password is too common to be safe. Please choose another.",
  patient_exists: "This person has been added already.",
  guardian_consent_required: "This person is a minor. A guardian has to agree first.",
  relationship_invalid: "This relationship does not fit. Please choose again.",
  consent_required: "Please read and accept the consent first.",
  consent_outdated: "The consent text has changed. Please read and accept it again.",
  patient_unknown: "No such patient. Please check name and identity number.",
  already_reviewed: "Somebody has reviewed this already.",
  own_act: "You cannot handle your own. Please ask a colleague.",
  last_security_admin: "At least one security admin must stay in use.",
  booking_limit: "You have reached the limit of bookings. Please keep or cancel those you have first.",
  storage_full: "Your storage is full. Please remove files you do not need.",
  department_exists: "This department exists already. Please use it.",
  licence_taken: "This licence number is registered already. Please check it.",
  licence_invalid: "The licence number or its dates are wrong. Please check the licence.",
  experience_too_short: "Less than 3 years of independent practice: no online visits yet.",
  specialist_unpublished: "This doctor takes no bookings at present. Please look at others.",
  sessions_overlap: "The sessions overlap. Please move one of them.",
  session_too_short: "The session is too short for one visit. Please make it longer.",
  schedule_changed: "The schedule was just changed by someone else. Please look at it again.",
  slot_unavailable: "This time has just been taken. Please choose another.",
  patient_busy: "This person has a visit at that time already. Please choose another time.",
  proof_required: "Please attach the record of the in-person diagnosis.",
  already_cancelled: "This booking has been cancelled already.",
  illegal_state: "This cannot be done now. Something may have changed; please reload.",
  too_early: "It is too early. Please come back later.",
  too_late: "The time for this has passed.",
  file_empty: "This file is empty. Please choose another.",
  file_unsupported: "This kind of file is not supported. Please send photos or PDF.",
  file_broken: "This file cannot be opened. Please take the photo again.",
  file_encrypted: "This PDF has a password. Please remove it and send it again.",
  file_too_large: "The file is too large. Please compress or split it.",
  file_too_many_pixels: "The photo is too large. Please lower the camera's resolution.",
  file_too_many_pages: "The PDF has too many pages. Please send only the ones needed.",
  file_timeout: "The file took too long. Please try again.",
  file_not_ready: "The file is still being prepared. Please wait a moment.",
  link_expired: "The link has expired. Please open it again.",
  judgement_required: "Please record the follow-up judgement before the visit.",
  visit_closed: "This visit has ended. No more messages can be sent.",
  call_not_open: "A call is not possible yet. Please wait for the other side.",
  note_incomplete: "The note is not complete. Please fill in the marked parts.",
  note_signed: "The note is signed and cannot be changed. Please write an amendment.",
  note_changed: "The note was just changed elsewhere. Please look at it again.",
  diagnosis_unknown: "This diagnosis code does not exist. Please pick one from the list.",
};

/** What never reached the server has no code of it. */
const local = {
  zh: {
    offline: "网络不通，请检查网络后再试。",
    passkey_unfinished: "通行密钥没有完成，请再试一次，或换一种方式。",
    passkey_refused: "这个通行密钥没有通过，请再试一次，或换一种方式。",
    passkey_exists: "这台设备上已经有您的通行密钥，不用再加。",
  },
  en: {
    offline: "No connection. Please check the network and try again.",
    passkey_unfinished: "The passkey was not completed. Please try again or use another way.",
    passkey_refused: "This passkey was not accepted. Please try again or use another way.",
    passkey_exists: "This device has a passkey of yours already.",
  },
};
export type LocalFault = keyof (typeof local)["zh"];

/** A refusal by the browser or the person at it, before anything was sent. */
export class LocalError extends Error {
  readonly fault: LocalFault;

  constructor(fault: LocalFault) {
    super(fault);
    this.name = "LocalError";
    this.fault = fault;
  }
}

export const errorTexts = { zh, en };

/** Whoever has to wait is told how long: a locked sign-in takes minutes, a code a moment. */
const waits = {
  zh: (seconds: number) =>
    `试得太多了，请 ${seconds < 60 ? `${seconds} 秒` : `${Math.ceil(seconds / 60)} 分钟`}后再试。`,
  en: (seconds: number) =>
    `Too many tries. Please wait ${seconds < 60 ? `${seconds} seconds` : countEn(Math.ceil(seconds / 60), "minute", "minutes")}.`,
};

type Sentences = Record<ErrorCode, string> & Record<LocalFault, string>;
const sentences: { zh: Sentences; en: Sentences } = { zh: { ...zh, ...local.zh }, en: { ...en, ...local.en } };

function codeOf(error: unknown): ErrorCode | LocalFault {
  if (error instanceof LocalError) return error.fault;
  if (typeof error === "object" && error !== null && "code" in error && isErrorCode(error.code)) return error.code;
  // fetch() rejects with a TypeError when no answer came at all.
  return error instanceof TypeError ? "offline" : "internal";
}

function sentenceOf(error: unknown, language: Language): string {
  const code = codeOf(error);
  if (code === "rate_limited" && error instanceof ApiError && error.retryAfterS > 0)
    return waits[language](error.retryAfterS);
  return sentences[language][code];
}

/** The sentence for whatever was thrown: a problem of the server, a lost line, or a fault of our own. */
export function useErrorText(): (error: unknown) => string {
  const language = useLanguage();
  return (error) => sentenceOf(error, language);
}

export function errorTextNow(error: unknown): string {
  return sentenceOf(error, getPrefs().language);
}
