import { useInfiniteQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { commonTexts } from "../../../../lib/i18n/common.ts";
import { useTexts } from "../../../../lib/i18n/define.ts";
import { DeskError, DeskSkeleton } from "../../../../ui/desk/DeskStates.tsx";
import { List, ListItem } from "../../../../ui/shared/List.tsx";
import { Time } from "../../../../ui/shared/Time.tsx";
import { appointmentsOfPatientQuery } from "../../api/appointments-of-patient.ts";
import { deskWorklistTexts } from "../../desk-worklist.texts.ts";
import { AppointmentStatus } from "../AppointmentStatus.tsx";

interface Props {
  patientId: string;
  /** The one that is open now; left out of the list. */
  exceptId: string;
  onReadPlan: (consultationId: string) => void;
}

/** Earlier visits of this patient that the specialist may see; a finished one opens its plan. */
export function DeskVisits({ patientId, exceptId, onReadPlan }: Props) {
  const texts = useTexts(deskWorklistTexts);
  const common = useTexts(commonTexts);
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery(
    appointmentsOfPatientQuery(patientId),
  );
  if (error && !data) return <DeskError error={error} onRetry={() => void refetch()} />;
  if (!data) return <DeskSkeleton rows={2} />;
  const visits = data.pages.flatMap((page) => page.items).filter((visit) => visit.id !== exceptId);
  if (visits.length === 0) return <p className="quiet">{texts.noVisits}</p>;
  return (
    <>
      <List label={texts.visits}>
        {visits.map((visit) => {
          const plan = visit.consultationStatus === "finished" ? visit.consultationId : null;
          return (
            <ListItem
              key={visit.id}
              title={<Time at={visit.start} form="moment" withDate />}
              detail={`${visit.specialist.departmentName} · ${visit.specialist.name} · ${visit.disease}`}
              trailing={<AppointmentStatus appointment={visit} />}
              {...(plan ? { onPress: () => onReadPlan(plan) } : {})}
            />
          );
        })}
      </List>
      {hasNextPage && (
        <Button loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {common.more}
        </Button>
      )}
    </>
  );
}
