import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Eye } from "lucide-react";
import { useState } from "react";
import { useParams } from "../../../lib/router/index.ts";
import { patientQuery } from "../../../features/patients/api/patient.ts";
import { accessLogTexts } from "../../../features/oversight/access-log.texts.ts";
import { accessLogQuery } from "../../../features/oversight/api/access-log.ts";
import { AccessLogList } from "../../../features/oversight/components/AccessLogList.tsx";
import { ComplaintPhones } from "../../../features/oversight/components/ComplaintPhones.tsx";
import { commonTexts } from "../../../lib/i18n/common.ts";
import { useTexts } from "../../../lib/i18n/define.ts";
import { Button } from "../../../ui/shared/Button.tsx";
import { Page } from "../../../ui/mobile/Page.tsx";
import { Switch } from "../../../ui/mobile/Toggle.tsx";
import { EmptyState, ErrorState, ListSkeleton } from "../../../ui/shared/States.tsx";

/** 谁看过我的病历 (R55). */
export default function AccessLog() {
  const texts = useTexts(accessLogTexts);
  const { more } = useTexts(commonTexts);
  const { patientId = "" } = useParams();
  const patient = useQuery(patientQuery(patientId)).data;
  const [own, setOwn] = useState(false);
  const query = useInfiniteQuery(accessLogQuery(patientId, own));
  const lines = query.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Page title={texts.title} back={`/me/patients/${patientId}`}>
      <p className="quiet secondary">{texts.lead}</p>
      <Switch label={texts.own} checked={own} onChange={setOwn} />
      {patient && lines.length > 0 && <AccessLogList lines={lines} relationship={patient.relationship} />}
      {query.hasNextPage && (
        <Button block loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          {more}
        </Button>
      )}
      {query.isSuccess && lines.length === 0 && (
        <EmptyState icon={<Eye aria-hidden size={40} />}>{texts.none}</EmptyState>
      )}
      {query.isPending && <ListSkeleton rows={6} />}
      {query.isError && <ErrorState error={query.error} onRetry={() => void query.refetch()} />}
      {lines.length > 0 && (
        <section className="stack-tight">
          <p className="small quiet">
            {texts.doubt}
            <br />
            <span className="num">{texts.id(patientId)}</span>
          </p>
          <ComplaintPhones lines={lines} />
        </section>
      )}
    </Page>
  );
}
