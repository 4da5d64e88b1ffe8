import { ChevronLeft } from "lucide-react";
import { useLocation, useNavigate, useParams } from "../../../lib/router/index.ts";
import type { Consultation } from "@fuzhen/shared/consultations/consultation.schema.ts";
import { chatTexts } from "../../../features/consultations/chat.texts.ts";
import { ConsultationPane } from "../../../features/consultations/components/ConsultationPane.tsx";
import { commonTexts } from "../../../lib/i18n/common.ts";
import { useTexts } from "../../../lib/i18n/define.ts";
import { ButtonLink, IconButton } from "../../../ui/shared/Button.tsx";
import styles from "./room.module.css";

export default function Room() {
  const { consultationId = "" } = useParams();
  const texts = useTexts(chatTexts);
  const common = useTexts(commonTexts);
  const navigate = useNavigate();
  const { key } = useLocation();
  const planLink = (visit: Consultation) =>
    visit.abilities.readPlan && (
      <div className={styles.plan}>
        <p>{texts.planReady}</p>
        <ButtonLink kind="text" to={`/plan/${visit.id}`}>
          {texts.readPlan}
        </ButtonLink>
      </div>
    );
  const back = () => void (key === "default" ? navigate("/messages", { replace: true }) : navigate(-1));
  return (
    <main className={styles.room}>
      <ConsultationPane
        consultationId={consultationId}
        face="phone"
        leading={<IconButton label={common.back} icon={<ChevronLeft aria-hidden size={26} />} onClick={back} />}
        notice={planLink}
      />
    </main>
  );
}
