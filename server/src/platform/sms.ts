import type { Logger } from "pino";
import type { CodePurpose } from "@fuzhen/shared/codes/code.schema.ts";
import type { ReachMatter } from "@fuzhen/shared/reach/reach.rules.ts";
import { maskPhone } from "@fuzhen/shared/patients/masks.ts";
import type { Env } from "../env.ts";
import { AppError } from "./errors.ts";
import { describeFault } from "./describe-fault.ts";

export interface CodeMessage {
  code: string;
  purpose: CodePurpose;
  /** How long the code is good for. */
  minutes: number;
}

/** What was done to a person's ways into their account, by somebody else or perhaps so. */
export type AccountNotice = "password-set" | "factors-reset" | "phone-changed" | "account-closed";

/** What may be told to a number: each has one template, by its name at a gateway. */
export type SmsNotice = AccountNotice | ReachMatter;

/** A message as the console's driver has taken it. */
export interface TakenText {
  at: Date;
  words: string;
}

/** Text messages: one-time codes, and notices that must reach a person who may no longer be let in. */
export interface Sms {
  /** Where messages go; the screen tells the person. */
  channel: "sms" | "console";
  /**
   * Throws `sms_unavailable` when nothing can be sent at the moment. Called before the number is looked at, so it
   * reveals nothing about it.
   */
  requireWorking(now: Date): void;
  /** Throws `sms_unavailable` when the message was not taken. */
  send(phone: string, message: CodeMessage, now: Date): Promise<void>;
  /** The same for a notice. */
  tell(phone: string, notice: SmsNotice, now: Date): Promise<void>;
  /** Notices to this number that were written to the console instead, latest first; none where messages are really sent. */
  taken(phone: string): TakenText[];
}

const purposes: Record<CodePurpose, string> = {
  "sign-up": "注册",
  "sign-in": "登录",
  "reset-password": "重设密码",
  "change-phone": "更换手机号",
};
/** Those about visits say nothing of health, and name nobody. */
const notices: Record<SmsNotice, string> = {
  "visit-opened": "医生已开诊，正在等您，请打开复诊桥进入诊室",
  call: "您有一个视频来电没有接到，请打开复诊桥查看",
  "visit-soon": "您预约的时间快到了，请打开复诊桥签到",
  "follow-up-returned": "您的预约有变化，请打开复诊桥查看",
  "plan-ready": "医生给您写了新内容，请打开复诊桥查看",
  "chat-answer": "您在复诊桥有新消息，请打开查看",
  "patient-checked-in": "有人已签到，正在等候，请打开工作台",
  "red-flag": "您在复诊桥工作台有一条留言，请尽快查看",
  "patient-message": "您在复诊桥工作台有未读消息，请查看",
  "password-set": "您的登录密码已由管理员重置，如非本人要求请马上联系医院",
  "factors-reset": "您的登录验证方式已由管理员清除，如非本人要求请马上联系医院",
  "phone-changed": "您的账号已换绑新的手机号，这个号码不能再登录，如非本人操作请马上联系医院",
  "account-closed": "您的账号已注销，如非本人操作请马上联系医院",
};
/** The console's driver keeps so many for the demonstration, in memory. */
const MOST_TAKEN = 200;
const TIMEOUT_MS = 5000;
/** After this many failures in a row the gateway counts as down and is not called for a while. */
const FAILURES = 3;
const PAUSE_MS = 120_000;

/**
 * Sends through an HTTP gateway (`SMS_URL`), else to the console in demo mode, else not at all. The gateway receives
 * `POST {phone, code, purpose, minutes}`, or `{phone, notice}` for a notice, with `SMS_TOKEN` as bearer token; any 2xx
 * means accepted.
 */
export function createSms(env: Env, log: Logger): Sms {
  if (env.SMS_URL)
    return createHttpSms(env.SMS_URL, { token: env.SMS_TOKEN, log, secure: env.NODE_ENV === "production" });
  if (env.DEMO) return createConsoleSms((line) => process.stdout.write(`${line}\n`));
  return {
    channel: "sms",
    requireWorking() {
      throw new AppError("sms_unavailable");
    },
    async send() {
      throw new AppError("sms_unavailable");
    },
    async tell() {
      throw new AppError("sms_unavailable");
    },
    taken: () => [],
  };
}

/** For demo and development only: who reads the console reads the codes. */
export function createConsoleSms(write: (line: string) => void): Sms {
  const taken: (TakenText & { phone: string })[] = [];
  return {
    channel: "console",
    requireWorking: () => undefined,
    async send(phone, { code, purpose, minutes }) {
      write(`[演示短信] ${maskPhone(phone)} 验证码 ${code}，${minutes} 分钟内有效（${purposes[purpose]}）`);
    },
    async tell(phone, notice, at) {
      taken.unshift({ phone, at, words: notices[notice] });
      taken.length = Math.min(taken.length, MOST_TAKEN);
      write(`[演示短信] ${maskPhone(phone)} ${notices[notice]}`);
    },
    taken: (phone) => taken.filter((one) => one.phone === phone).map(({ at, words }) => ({ at, words })),
  };
}

/**
 * One of the few addresses that the server calls by itself (outside-requests.test.ts has them all); it comes from the settings.
 */
export function createHttpSms(
  url: string,
  { token, log, secure }: { token: string | undefined; log: Logger; secure: boolean },
): Sms {
  const { protocol } = new URL(url);
  if (protocol !== "https:" && (secure || protocol !== "http:"))
    throw new Error("settings refused: SMS_URL (https in production)");
  let failures = 0;
  let pausedUntil = 0;

  /**
   * A gateway that refuses one message (a wrong number) works; one that does not answer, or refuses our token, counts
   * as down.
   */
  const count = (gone: boolean, now: Date) => {
    failures = gone ? failures + 1 : 0;
    if (failures >= FAILURES) pausedUntil = now.getTime() + PAUSE_MS;
  };

  async function post(message: { phone: string } & (CodeMessage | { notice: SmsNotice }), now: Date) {
    try {
      const response = await fetch(url, {
        method: "POST",
        headers: { "content-type": "application/json", ...(token ? { authorization: `Bearer ${token}` } : {}) },
        body: JSON.stringify(message),
        // A redirect would tell the code to whoever is at the other address.
        redirect: "error",
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
      await response.body?.cancel();
      count(response.status >= 500 || response.status === 401 || response.status === 403, now);
      if (response.ok) return;
      log.error({ status: response.status }, "text message refused by the gateway");
    } catch (error) {
      count(true, now);
      log.error({ error: describeFault(error) }, "text message gateway does not answer");
    }
    throw new AppError("sms_unavailable");
  }

  return {
    channel: "sms",
    requireWorking(now) {
      if (now.getTime() < pausedUntil)
        throw new AppError("sms_unavailable", [], Math.ceil((pausedUntil - now.getTime()) / 1000));
    },
    send: (phone, message, now) => post({ phone, ...message }, now),
    tell: (phone, notice, now) => post({ phone, notice }, now),
    taken: () => [],
  };
}
