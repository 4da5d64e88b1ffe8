import { useQuery } from "@tanstack/react-query";
import { Printer } from "lucide-react";
import { useParams } from "../../../lib/router/index.ts";
import { consultationQuery } from "../../../features/consultations/api/consultation.ts";
import { useTalk } from "../../../features/consultations/hooks/use-talk.ts";
import { planQuery } from "../../../features/encounters/api/plan.ts";
import { PlanView } from "../../../features/encounters/components/PlanView.tsx";
import { planTexts } from "../../../features/encounters/plan.texts.ts";
import { ApiError } from "../../../lib/api/api-error.ts";
import { useTexts } from "../../../lib/i18n/define.ts";
import { Button, ButtonLink } from "../../../ui/shared/Button.tsx";
import { Page } from "../../../ui/mobile/Page.tsx";
import { EmptyState, ErrorState, Loading, Skeleton } from "../../../ui/shared/States.tsx";
import styles from "./plan.module.css";

export default function PlanPage() {
  const { consultationId = "" } = useParams();
  const texts = useTexts(planTexts);
  const { data, error, refetch, isFetching } = useQuery(planQuery(consultationId));
  const visit = useQuery(consultationQuery(consultationId)).data;
  const asking = useTalk(visit) === "questions";
  const toRoom = <ButtonLink to={`/room/${consultationId}`}>{texts.toRoom}</ButtonLink>;
  return (
    <Page title={texts.title} back={`/room/${consultationId}`}>
      {data ? (
        <>
          <PlanView plan={data} askUntil={asking ? (visit?.questionsUntil ?? null) : null} />
          <div className={styles.actions}>
            {asking && (
              <ButtonLink kind="primary" to={`/room/${consultationId}`}>
                {texts.ask}
              </ButtonLink>
            )}
            <ButtonLink kind={asking ? "secondary" : "primary"} to={`/booking/specialists/${data.specialistId}`}>
              {texts.again(data.specialistName)}
            </ButtonLink>
            <Button icon={<Printer aria-hidden size={20} />} onClick={() => window.print()}>
              {texts.print}
            </Button>
            {!asking && toRoom}
          </div>
        </>
      ) : error instanceof ApiError && error.code === "not_found" ? (
        <EmptyState action={toRoom}>{texts.notYet}</EmptyState>
      ) : error ? (
        <ErrorState error={error} onRetry={() => void refetch()} retrying={isFetching} />
      ) : (
        <Loading>
          <Skeleton shape="short" />
          <Skeleton shape="block" />
          <Skeleton shape="title" />
          <Skeleton />
          <Skeleton shape="short" />
        </Loading>
      )}
    </Page>
  );
}
