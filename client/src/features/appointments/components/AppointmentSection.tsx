import { useInfiniteQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { commonTexts } from "../../../lib/i18n/common.ts";
import { useTexts } from "../../../lib/i18n/define.ts";
import { Button } from "../../../ui/shared/Button.tsx";
import { List } from "../../../ui/shared/List.tsx";
import { Section } from "../../../ui/shared/Section.tsx";
import { ErrorState, ListSkeleton } from "../../../ui/shared/States.tsx";
import { myAppointmentsQuery } from "../api/my-appointments.ts";
import { appointmentTexts } from "../appointments.texts.ts";
import { AppointmentLine } from "./AppointmentLine.tsx";

/** Upcoming or past appointments, page by page. `empty` null leaves an empty section out altogether. */
export function AppointmentSection({ scope, empty }: { scope: "upcoming" | "past"; empty: ReactNode }) {
  const texts = useTexts(appointmentTexts);
  const common = useTexts(commonTexts);
  const list = useInfiniteQuery(myAppointmentsQuery(scope));
  const items = list.data?.pages.flatMap((page) => page.items) ?? [];
  if (list.isSuccess && items.length === 0 && empty === null) return null;
  return (
    <Section title={texts[scope]}>
      {list.isPending && <ListSkeleton rows={2} />}
      {list.isLoadingError && <ErrorState error={list.error} onRetry={() => void list.refetch()} />}
      {list.isSuccess && items.length === 0 && empty}
      {items.length > 0 && (
        <List label={texts[scope]}>
          {items.map((appointment) => (
            <AppointmentLine key={appointment.id} appointment={appointment} />
          ))}
        </List>
      )}
      {list.hasNextPage && (
        <Button loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
          {common.more}
        </Button>
      )}
    </Section>
  );
}
