import { useQuery } from "@tanstack/react-query";
import { Phone } from "lucide-react";
import type { Department, Organization } from "@fuzhen/shared/organizations/organization.schema.ts";
import { useSayPayment } from "../../../lib/fee.ts";
import { useTexts } from "../../../lib/i18n/define.ts";
import { Link } from "../../../lib/router/index.ts";
import { Card } from "../../../ui/shared/Card.tsx";
import { PhoneLink } from "../../../ui/shared/PhoneLink.tsx";
import { ErrorState, ListSkeleton } from "../../../ui/shared/States.tsx";
import { departmentsQuery } from "../api/departments.ts";
import { hospitalsQuery } from "../api/hospitals.ts";
import { hospitalsTexts } from "../hospitals.texts.ts";
import styles from "./Hospitals.module.css";

/** Each hospital as the law has it published (R1), its departments as ways to their doctors, and where to complain (R51). */
export function Hospitals({ pathOf }: { pathOf: (departmentId: string) => string }) {
  const texts = useTexts(hospitalsTexts);
  const hospitals = useQuery(hospitalsQuery);
  const departments = useQuery(departmentsQuery).data ?? [];
  if (hospitals.isLoadingError)
    return (
      <ErrorState error={hospitals.error} onRetry={() => void hospitals.refetch()} retrying={hospitals.isFetching} />
    );
  if (!hospitals.data) return <ListSkeleton rows={3} />;
  if (hospitals.data.length === 0) return <p className="quiet">{texts.none}</p>;
  return hospitals.data.map((hospital) => (
    <Hospital
      key={hospital.id}
      hospital={hospital}
      departments={departments.filter(({ organizationId }) => organizationId === hospital.id)}
      pathOf={pathOf}
    />
  ));
}

interface HospitalProps {
  hospital: Organization;
  departments: readonly Department[];
  pathOf: (departmentId: string) => string;
}

function Hospital({ hospital, departments, pathOf }: HospitalProps) {
  const sayPayment = useSayPayment();
  const texts = useTexts(hospitalsTexts);
  const facts: [string, string][] = [
    [texts.level, hospital.level],
    [texts.licence, hospital.licenceNumber],
    [texts.address, hospital.address],
    [texts.feePayment, sayPayment(hospital.feePayment)],
  ];
  return (
    <Card>
      <h3>{hospital.name}</h3>
      <dl className="facts">
        {facts.map(([term, value]) => (
          <div key={term}>
            <dt>{term}</dt>
            <dd className="num">{value}</dd>
          </div>
        ))}
      </dl>
      {departments.length > 0 && (
        <ul className={styles.departments} aria-label={texts.departments(hospital.name)}>
          {departments.map((department) => (
            <li key={department.id}>
              <Link className={styles.department} to={pathOf(department.id)}>
                {department.name}
              </Link>
            </li>
          ))}
        </ul>
      )}
      {hospital.complaintPhone === "" ? (
        <p className="small quiet">{texts.noPhone}</p>
      ) : (
        <PhoneLink phone={hospital.complaintPhone} icon={<Phone aria-hidden size={18} />}>
          {texts.complain}
        </PhoneLink>
      )}
    </Card>
  );
}
