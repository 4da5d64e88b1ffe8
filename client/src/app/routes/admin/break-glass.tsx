import { Modal, Segmented } from "antd";
import { useState } from "react";
import { useSearchParams } from "../../../lib/router/index.ts";
import type { BreakGlassCase } from "@fuzhen/shared/care-access/care-access.schema.ts";
import type { CaseScope } from "../../../features/care-access/api/cases.ts";
import { DeskCases } from "../../../features/care-access/components/DeskCases.tsx";
import { DeskReviewForm } from "../../../features/care-access/components/DeskReviewForm.tsx";
import { reviewTexts } from "../../../features/care-access/review.texts.ts";
import { EmergencyActs } from "../../../features/oversight/components/EmergencyActs.tsx";
import { emergencyActsTexts } from "../../../features/oversight/emergency-acts.texts.ts";
import { useTexts } from "../../../lib/i18n/define.ts";
import { DeskPage } from "../../../ui/desk/DeskPage.tsx";

export default function BreakGlassReview() {
  const texts = useTexts(reviewTexts);
  const acts = useTexts(emergencyActsTexts);
  const [search, setSearch] = useSearchParams();
  const scope: CaseScope = search.get("scope") === "reviewed" ? "reviewed" : "open";
  const [looking, setLooking] = useState<BreakGlassCase | null>(null);
  const close = () => setLooking(null);
  return (
    <DeskPage
      title={texts.title}
      actions={
        <Segmented<CaseScope>
          aria-label={texts.state}
          value={scope}
          options={[
            { value: "open", label: texts.open },
            { value: "reviewed", label: texts.reviewed },
          ]}
          onChange={(next) => setSearch(next === "open" ? {} : { scope: next })}
        />
      }
    >
      <p className="quiet">{texts.lead}</p>
      <DeskCases scope={scope} act={scope === "open" ? texts.review : acts.show} onAct={setLooking} />
      {looking?.review === null && (
        <DeskReviewForm opening={looking} acts={<EmergencyActs breakGlassId={looking.id} />} onClose={close} />
      )}
      {looking?.review && (
        <Modal open title={acts.title(looking.specialistName)} footer={null} onCancel={close}>
          <EmergencyActs breakGlassId={looking.id} />
        </Modal>
      )}
    </DeskPage>
  );
}
