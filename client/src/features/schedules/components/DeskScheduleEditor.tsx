import { useQueryClient } from "@tanstack/react-query";
import { Button, DatePicker, Drawer, Form, Select, Space } from "antd";
import dayjs from "dayjs";
import { useState } from "react";
import { numberFaults } from "@fuzhen/shared/schedules/schedule-numbers.ts";
import { checkSessions } from "@fuzhen/shared/schedules/schedule.rules.ts";
import type { Schedule, ScheduleSession } from "@fuzhen/shared/schedules/schedule.schema.ts";
import { ApiError } from "../../../lib/api/api-error.ts";
import { useDraft } from "../../../lib/draft.ts";
import { useTexts } from "../../../lib/i18n/define.ts";
import { errorTexts } from "../../../lib/i18n/errors.texts.ts";
import { DeskEmpty } from "../../../ui/desk/DeskStates.tsx";
import { useAskBeforeLeaving } from "../../../ui/desk/forms/use-ask-before-leaving.ts";
import { useAskTouched } from "../../../ui/desk/use-ask-touched.tsx";
import { useDeskSend } from "../../../ui/desk/use-desk-send.ts";
import { Tag } from "../../../ui/shared/Tag.tsx";
import { publishSchedule } from "../api/publish-schedule.ts";
import { touchedByWeek } from "../api/touched-by-week.ts";
import { saveSchedule } from "../api/save-schedule.ts";
import { deskSchedulesTexts } from "../desk-schedules.texts.ts";
import { copyMonday, draftOf, nextSession, slotsPerWeek } from "../schedule-draft.ts";
import { DeskExceptions } from "./DeskExceptions.tsx";
import styles from "./DeskScheduleEditor.module.css";
import { DeskSessionRow } from "./DeskSessionRow.tsx";
import { toast } from "../../../ui/shared/toast.ts";

interface Props {
  specialist: { id: string; name: string };
  schedule: Schedule | undefined;
  /** Day of the week the editor was opened at. */
  weekday: number;
  today: string;
  onClose: () => void;
}

/** The week of one specialist. Conflicts show while editing; what was typed survives a reload. */
export function DeskScheduleEditor({ specialist, schedule, weekday, today, onClose }: Props) {
  const texts = useTexts(deskSchedulesTexts);
  const errors = useTexts(errorTexts);
  const ask = useAskTouched();
  const queryClient = useQueryClient();
  const { draft, change, clear } = useDraft(
    `schedule.${specialist.id}.${schedule?.version ?? 0}`,
    draftOf(schedule, today),
  );
  const [refused, setRefused] = useState<readonly string[]>([]);
  const done = (words: string) => {
    clear();
    void queryClient.invalidateQueries({ queryKey: ["schedules"] });
    toast(words, "done");
    onClose();
  };
  const save = useDeskSend(saveSchedule, (saved) =>
    done(saved.status === "published" ? texts.saved : texts.savedDraft),
  );
  const publish = useDeskSend(publishSchedule, (saved) =>
    done(saved.status === "published" ? texts.publishedNow : texts.saved),
  );
  const fault = checkSessions(draft);
  const faulty = [...(fault?.fields ?? []).map((field) => field.path), ...refused];
  const isFaulty = (start: string) => faulty.some((path) => path.startsWith(start));
  const { version: expectedVersion, ...week } = draft;
  const input = { specialistId: specialist.id, expectedVersion, ...week };
  const showRefused = (error: unknown) =>
    setRefused(error instanceof ApiError ? error.fields.map((field) => field.path) : []);
  const setSession = (index: number, part: Partial<ScheduleSession>) =>
    change({ sessions: draft.sessions.map((other, i) => (i === index ? { ...other, ...part } : other)) });
  /** Visits that the new week leaves outside are said before it is saved; a first week leaves none. */
  const inStep = (okText: string, go: () => Promise<unknown>) =>
    expectedVersion === 0
      ? go()
      : ask(() => touchedByWeek(specialist.id, week), {
          title: texts.saveTitle(specialist.name),
          hint: texts.saveHint,
          fate: "outside",
          onlyWhenTouched: true,
          okText,
          onOk: go,
        });
  const saveOnly = async () => {
    try {
      await save.mutateAsync(input);
    } catch (error) {
      showRefused(error);
    }
  };
  const saveAndPublish = () =>
    save
      .mutateAsync(input)
      .then(
        (saved) => publish.mutate({ specialistId: specialist.id, published: true, expectedVersion: saved.version }),
        showRefused,
      );
  const unpublish = () =>
    ask(() => touchedByWeek(specialist.id, null), {
      title: texts.unpublishTitle,
      hint: texts.unpublishHint,
      fate: "stay",
      okText: texts.unpublish,
      onOk: () =>
        publish.mutateAsync({ specialistId: specialist.id, published: false, expectedVersion: schedule?.version ?? 0 }),
    });
  const blocked =
    fault !== null ||
    draft.sessions.length + draft.extras.length === 0 ||
    [...draft.sessions, ...draft.extras].some((session) => numberFaults(session).length > 0);
  const asItWas = JSON.stringify(draftOf(schedule, today));
  const leave = useAskBeforeLeaving(
    () => JSON.stringify(draft) !== asItWas,
    () => {
      clear();
      onClose();
    },
  );
  return (
    <Drawer
      open
      size={1032}
      title={texts.editorTitle(specialist.name)}
      onClose={leave}
      extra={<Tag>{texts.slotsPerWeek(slotsPerWeek(draft.sessions))}</Tag>}
      footer={
        <Space wrap>
          <Button disabled={blocked} loading={save.isPending} onClick={() => void inStep(texts.save, saveOnly)}>
            {texts.save}
          </Button>
          {schedule?.status === "published" ? (
            <Button danger onClick={() => void unpublish()}>
              {texts.unpublish}
            </Button>
          ) : (
            <Button
              type="primary"
              disabled={blocked}
              loading={publish.isPending}
              onClick={() => void inStep(texts.publish, saveAndPublish)}
            >
              {texts.publish}
            </Button>
          )}
          {/* Beside the buttons it keeps from being pressed, however long the week is. */}
          {fault && (
            <span role="alert" className={styles.fault}>
              {errors.codes[fault.code]}
            </span>
          )}
        </Space>
      }
    >
      <Form layout="inline" className={styles.dates}>
        <Form.Item label={texts.effectiveFrom} htmlFor="effective-from">
          <DatePicker
            id="effective-from"
            allowClear={false}
            value={dayjs(draft.effectiveFrom)}
            onChange={(value) => value && change({ effectiveFrom: value.format("YYYY-MM-DD") })}
          />
        </Form.Item>
        <Form.Item label={texts.effectiveTo} htmlFor="effective-to">
          <DatePicker
            id="effective-to"
            placeholder={texts.openEnd}
            value={draft.effectiveTo ? dayjs(draft.effectiveTo) : null}
            onChange={(value) => change({ effectiveTo: value ? value.format("YYYY-MM-DD") : null })}
          />
        </Form.Item>
      </Form>
      <div className="stack" role="group" aria-label={texts.title}>
        {draft.sessions.length === 0 && <DeskEmpty>{texts.noSessions}</DeskEmpty>}
        {draft.sessions.map((session, index) => (
          <DeskSessionRow
            key={index}
            session={session}
            label={texts.weekdays[session.weekday - 1] ?? ""}
            when={
              <Select
                aria-label={texts.weekday}
                value={session.weekday}
                onChange={(chosen) => setSession(index, { weekday: chosen })}
                options={texts.weekdays.map((label, at) => ({ value: at + 1, label }))}
              />
            }
            faulty={isFaulty(`sessions.${index}.`)}
            onChange={(part) => setSession(index, part)}
            onRemove={() => change({ sessions: draft.sessions.filter((_, i) => i !== index) })}
          />
        ))}
        <Space wrap>
          <Button onClick={() => change({ sessions: [...draft.sessions, nextSession(draft.sessions, weekday)] })}>
            {texts.addSession}
          </Button>
          <Button
            disabled={!draft.sessions.some((session) => session.weekday === 1)}
            onClick={() => change({ sessions: copyMonday(draft.sessions) })}
          >
            {texts.copyWeek}
          </Button>
        </Space>
      </div>
      <DeskExceptions draft={draft} today={today} faulty={isFaulty} onChange={change} />
    </Drawer>
  );
}
