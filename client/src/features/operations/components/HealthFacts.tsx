import type { HealthPart } from "@fuzhen/shared/operations/health-parts.ts";
import type { Health } from "@fuzhen/shared/operations/health.schema.ts";
import type { ReactNode } from "react";
import { useTexts } from "../../../lib/i18n/define.ts";
import { Time } from "../../../ui/shared/Time.tsx";
import { cx } from "../../../ui/shared/cx.ts";
import { healthTexts } from "../health.texts.ts";
import { saySize } from "../size.ts";
import styles from "./HealthFacts.module.css";

type Texts = (typeof healthTexts)["zh"];
type Facts = (health: Health, texts: Texts) => ReactNode[];

const oldest = (at: string | null, texts: Texts) =>
  at === null
    ? []
    : [
        <>
          {texts.oldest} <Time at={at} form="ago" />
        </>,
      ];

/** What is the case now, a line each; the numbers behind the word. */
const facts: Record<HealthPart, Facts> = {
  database: ({ database }, texts) => [
    texts.database[database.kind],
    database.answersMs === null
      ? texts.database.silent
      : texts.database.answers(Math.max(1, Math.round(database.answersMs))),
  ],
  outbox: ({ outbox }, texts) => [
    texts.outbox.pending(outbox.pending),
    ...oldest(outbox.oldestAt, texts),
    ...outbox.failing.flatMap(({ type, count, attempts, parked }) => [
      texts.outbox.failing(type, count, attempts),
      ...(parked > 0 ? [texts.outbox.parked(parked)] : []),
    ]),
  ],
  files: ({ files }, texts) => [
    texts.files.waiting(files.waiting),
    ...oldest(files.oldestAt, texts),
    `${texts.files.uploading(files.uploading)} · ${texts.files.refused(files.refusedToday)}`,
    texts.files.scanners[files.scanner],
    ...(files.unscanned > 0 ? [texts.files.unscanned(files.unscanned)] : []),
  ],
  faults: ({ faults }, texts) =>
    faults.length === 0
      ? [texts.faults.none]
      : faults.map(({ action, count, lastAt }) => (
          <>
            {texts.faults.line(action, count)} <Time at={lastAt} form="ago" />
          </>
        )),
  crashes: ({ crashes }, texts) =>
    crashes.length === 0
      ? [texts.crashes.none]
      : crashes.map(({ name, at, count, lastAt }) => (
          <>
            {texts.crashes.line(name, count)} <Time at={lastAt} form="ago" />
            <br />
            <code>{at}</code>
          </>
        )),
  jobs({ jobs }, texts) {
    const failed = jobs.filter(({ ok }) => !ok);
    if (failed.length === 0) return [jobs.length === 0 ? texts.jobs.none : texts.jobs.well(jobs.length)];
    return failed.map(({ name, at }) => (
      <>
        {texts.jobs.failed(name)} <Time at={at} />
      </>
    ));
  },
  storage: ({ storage }, texts) => [
    texts.storage.free(saySize(storage.freeBytes)),
    storage.parts.map(({ name, bytes }) => `${texts.storage.parts[name]} ${saySize(bytes)}`).join(" · "),
  ],
  backup: ({ backup }, texts) =>
    backup === null
      ? [texts.backup.none]
      : [
          <>
            {backup.ok ? texts.backup.done : texts.backup.failed} <Time at={backup.at} withDate />
          </>,
          ...(backup.bytes === null ? [] : [saySize(backup.bytes)]),
          ...(backup.missing > 0 ? [texts.backup.missing(backup.missing)] : []),
        ],
  certificate: ({ certificate }, texts) =>
    certificate.place === "here"
      ? [
          <>
            {texts.certificate.until} {certificate.validTo.slice(0, 10)}
          </>,
        ]
      : [texts.certificate[certificate.place]],
  keys({ keys }, texts) {
    const first = keys.map(({ madeAt }) => madeAt).toSorted()[0];
    return first === undefined ? [] : [`${texts.keys.oldest(keys.length)} ${first.slice(0, 10)}`];
  },
  licences: ({ licences }, texts) =>
    licences.length === 0
      ? [texts.licences.none]
      : licences.map(({ name, validTo }) => `${texts.licences.line(name)} ${validTo}`),
};

export function HealthFacts({ part, health }: { part: HealthPart; health: Health }) {
  const texts = useTexts(healthTexts);
  const lines = facts[part](health, texts);
  return (
    <ul className={cx(styles.facts, "num")}>
      {lines.map((line, index) => (
        <li key={index}>{line}</li>
      ))}
    </ul>
  );
}
