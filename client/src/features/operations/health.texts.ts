import type { HealthLevel, HealthPart } from "@fuzhen/shared/operations/health-parts.ts";
import { countEn, defineTexts } from "../../lib/i18n/define.ts";

export const healthTexts = defineTexts({
  zh: {
    title: "系统状态",
    refresh: "刷新",
    summary: (act: number, watch: number) =>
      act + watch === 0
        ? "一切正常，没有要处理的事。"
        : [act > 0 ? `${act} 项要马上处理` : "", watch > 0 ? `${watch} 项要留意` : ""].filter(Boolean).join("，") +
          "。",
    stale: "刚才没能刷新，下面是上一次的情况。",
    running: (version: string) => `版本 ${version}，本次启动于`,
    checked: "更新于",
    part: "项目",
    state: "状态",
    now: "现在",
    todo: "怎么办",
    levels: { good: "正常", watch: "留意", act: "要处理" } satisfies Record<HealthLevel, string>,
    parts: {
      database: "数据库",
      outbox: "消息投递",
      files: "文件识读",
      faults: "出错的操作",
      crashes: "页面崩溃",
      jobs: "定时任务",
      storage: "存储空间",
      backup: "备份",
      certificate: "TLS 证书",
      keys: "数据密钥",
      licences: "医生执业证",
    } satisfies Record<HealthPart, string>,
    /** What to do when a part is not well. */
    todos: {
      database: "看数据库所在机器的负载和磁盘；内嵌数据库变慢时，请换成外接的 MongoDB。",
      outbox: "按下面的类型在日志里查 “fact not delivered”，排除后会自动补投，不会丢。",
      files: "看日志里 “work failed” 的 file-…；多半是磁盘满了或机器太忙。病毒扫描没有应答时，看 clamd 是否在运行。",
      faults: "按操作名在日志里查 “action failed”，把请求编号交给维护人员。",
      crashes: "在日志里查 “browser crashed”，连同版本号交给维护人员。崩溃的部分可以点“再试一次”。",
      jobs: "在日志里查 “job failed”；会自动再试，最迟下次到点。",
      storage: "腾出空间或扩容。剩余不足时上传会先停下。",
      backup: "马上运行 backup 命令，并安排每晚自动备份。",
      certificate: "用新证书覆盖原文件，不用重启；还没有证书的，按 docs/operating.md 设置。",
      keys: "运行密钥轮换命令，换用新的数据密钥。",
      licences: "联系医生补交新证，在“医生”里更新有效期；过期后不能接诊。",
    } satisfies Record<HealthPart, string>,
    database: {
      embedded: "内嵌数据库",
      external: "外接 MongoDB",
      answers: (ms: number) => `应答 ${ms} 毫秒`,
      silent: "没有应答",
    },
    outbox: {
      pending: (count: number) => (count === 0 ? "没有积压" : `${count} 条待投递`),
      failing: (type: string, count: number, attempts: number) => `${type}：${count} 条，已试 ${attempts} 次`,
      parked: (count: number) => `其中 ${count} 条屡试不成，改为每小时试一次，重启后马上再试`,
    },
    oldest: "最早的一条来自",
    files: {
      waiting: (count: number) => (count === 0 ? "没有积压" : `${count} 份待处理`),
      uploading: (count: number) => `${count} 份正在上传`,
      refused: (count: number) => `今天退回 ${count} 份`,
      scanners: {
        none: "没有设置病毒扫描（CLAMAV_URL），上传的文件不查毒",
        answers: "病毒扫描正常",
        away: "病毒扫描没有应答，新文件的原件暂不能下载",
      },
      unscanned: (count: number) => `${count < 1000 ? count : "至少 1000"} 份没有查过毒`,
    },
    faults: {
      none: "一小时内没有出错",
      line: (action: string, count: number) => `${action}：${count} 次，最近`,
    },
    crashes: {
      none: "一天内没有崩溃",
      line: (name: string, count: number) => `${name}：${count} 次，最近`,
    },
    jobs: {
      none: "启动后还没有到点的任务",
      well: (count: number) => `${count} 项都按时跑完`,
      failed: (name: string) => `${name} 失败于`,
    },
    storage: {
      free: (size: string) => `还剩 ${size}`,
      parts: { database: "数据库", files: "文件", uploads: "上传中" },
    },
    backup: {
      none: "没有备份记录",
      done: "上次备份",
      failed: "上次备份失败于",
      missing: (count: number) => `缺 ${count} 个文件`,
    },
    certificate: {
      elsewhere: "由前面的代理负责，请在那里查看到期日",
      nowhere: "没有启用 TLS，通信没有加密",
      unreadable: "TLS_CERT 指的文件读不出证书",
      until: "有效期至",
    },
    keys: { oldest: (count: number) => `${count} 把在用，最早的一把生成于` },
    licences: {
      none: "60 天内没有到期的",
      line: (name: string) => `${name}，有效期至`,
    },
  },
  en: {
    title: "System health",
    refresh: "Refresh",
    summary: (act, watch) =>
      act + watch === 0
        ? "All is well. Nothing to do."
        : [
            act > 0 ? `${countEn(act, "thing needs", "things need")} you now` : "",
            watch > 0 ? `${countEn(watch, "thing", "things")} to keep an eye on` : "",
          ]
            .filter(Boolean)
            .join(", ") + ".",
    stale: "It could not be refreshed just now; this is how it was last.",
    running: (version) => `Version ${version}, started`,
    checked: "As of",
    part: "Part",
    state: "State",
    now: "Now",
    todo: "What to do",
    levels: { good: "Well", watch: "Watch", act: "Act now" },
    parts: {
      database: "Database",
      outbox: "Delivery of events",
      files: "Reading of files",
      faults: "Failed actions",
      crashes: "Crashes of pages",
      jobs: "Timed work",
      storage: "Storage",
      backup: "Backup",
      certificate: "TLS certificate",
      keys: "Data keys",
      licences: "Specialists' licences",
    },
    todos: {
      database:
        "Look at load and disk of the database's machine; if the embedded one is slow, move to a MongoDB of your own.",
      outbox:
        "Search the log for “fact not delivered” with the types named here. Once mended they go out by themselves; none is lost.",
      files:
        "Search the log for “work failed” of file-…; most often the disk is full or the machine is busy. When the virus scanner does not answer, see that clamd runs.",
      faults:
        "Search the log for “action failed” with the action's name, and give the request id to whoever maintains this.",
      crashes:
        "Search the log for “browser crashed” and give it with the version to whoever maintains this. What crashed can be tried again.",
      jobs: "Search the log for “job failed”; it is tried again by itself, at the latest when its time comes.",
      storage: "Free some space or add more. Uploads stop first when it runs out.",
      backup: "Run the backup command now, and plan one for every night.",
      certificate:
        "Put the new certificate over the old files, no restart is needed; without one, see docs/operating.md.",
      keys: "Run the key rotation command to seal with new keys.",
      licences:
        "Ask the specialist for the new licence and enter its dates under Specialists; nobody may work without.",
    },
    database: {
      embedded: "Embedded database",
      external: "MongoDB of your own",
      answers: (ms) => `answers in ${ms} ms`,
      silent: "does not answer",
    },
    outbox: {
      pending: (count) => (count === 0 ? "Nothing waits" : countEn(count, "event waits", "events wait")),
      failing: (type, count, attempts) => `${type}: ${count}, tried ${countEn(attempts, "time", "times")}`,
      parked: (count) => `${count} of them set aside: tried once an hour, and at the next start`,
    },
    oldest: "the oldest from",
    files: {
      waiting: (count) => (count === 0 ? "Nothing waits" : countEn(count, "file waits", "files wait")),
      uploading: (count) => `${countEn(count, "upload", "uploads")} under way`,
      refused: (count) => `${count} refused today`,
      scanners: {
        none: "No virus scanner is set (CLAMAV_URL): uploads are not scanned",
        answers: "The virus scanner answers",
        away: "The virus scanner does not answer: originals of new files cannot be downloaded yet",
      },
      unscanned: (count) => `${count < 1000 ? count : "At least 1000"} not scanned`,
    },
    faults: {
      none: "None within the hour",
      line: (action, count) => `${action}: ${countEn(count, "time", "times")}, last`,
    },
    crashes: {
      none: "None within the day",
      line: (name, count) => `${name}: ${countEn(count, "time", "times")}, last`,
    },
    jobs: {
      none: "None has been due since the start",
      well: (count) => `All ${count} ran on time`,
      failed: (name) => `${name} failed`,
    },
    storage: {
      free: (size) => `${size} free`,
      parts: { database: "Database", files: "Files", uploads: "Uploads" },
    },
    backup: {
      none: "No record of a backup",
      done: "Last backup",
      failed: "The last backup failed",
      missing: (count) => `${countEn(count, "file", "files")} missing`,
    },
    certificate: {
      elsewhere: "The proxy in front has it; look there for its end",
      nowhere: "No TLS: what is sent can be read on the way",
      unreadable: "The file named by TLS_CERT holds no certificate",
      until: "Valid until",
    },
    keys: { oldest: (count) => `${count} in use, the oldest made` },
    licences: {
      none: "None runs out within 60 days",
      line: (name) => `${name}, valid until`,
    },
  },
});
