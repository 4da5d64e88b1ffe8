import { useQuery } from "@tanstack/react-query";
import type { Department } from "@fuzhen/shared/organizations/organization.schema.ts";
import { ChevronDown } from "lucide-react";
import { useState } from "react";
import { useTexts } from "../../../lib/i18n/define.ts";
import { Sheet } from "../../../ui/mobile/Sheet.tsx";
import { ErrorState, ListSkeleton } from "../../../ui/shared/States.tsx";
import { departmentsQuery } from "../api/departments.ts";
import { departmentChooserTexts } from "../department-chooser.texts.ts";
import styles from "./DepartmentChooser.module.css";

interface DepartmentChooserProps {
  /** Its id. */
  value: string | undefined;
  onChange: (departmentId: string | undefined) => void;
}

/** One department of one hospital, or all: a line that opens a sheet, hospital by hospital. */
export function DepartmentChooser({ value, onChange }: DepartmentChooserProps) {
  const texts = useTexts(departmentChooserTexts);
  const [open, setOpen] = useState(false);
  const departments = useQuery(departmentsQuery);
  const chosen = departments.data?.find(({ id }) => id === value);
  const choose = (departmentId: string | undefined) => {
    onChange(departmentId);
    setOpen(false);
  };
  return (
    <>
      <button type="button" className={styles.opener} aria-haspopup="dialog" onClick={() => setOpen(true)}>
        <span>{chosen ? `${chosen.name} · ${chosen.organizationName}` : texts.all}</span>
        <ChevronDown aria-hidden size={20} />
      </button>
      <Sheet open={open} onClose={() => setOpen(false)} title={texts.title}>
        {departments.isPending && <ListSkeleton rows={4} />}
        {departments.isError && <ErrorState error={departments.error} onRetry={() => void departments.refetch()} />}
        {departments.data && (
          <div className="stack">
            <Chip pressed={value === undefined} onPress={() => choose(undefined)}>
              {texts.all}
            </Chip>
            {departments.data.length === 0 && <p className="quiet">{texts.none}</p>}
            {byHospital(departments.data).map(({ id, name, items }) => (
              <section key={id} className={styles.hospital}>
                <h3>{name}</h3>
                <div className={styles.chips}>
                  {items.map((department) => (
                    <Chip key={department.id} pressed={department.id === value} onPress={() => choose(department.id)}>
                      {department.name}
                    </Chip>
                  ))}
                </div>
              </section>
            ))}
          </div>
        )}
      </Sheet>
    </>
  );
}

function Chip({ pressed, onPress, children }: { pressed: boolean; onPress: () => void; children: string }) {
  return (
    <span>
      <button type="button" className={styles.chip} aria-pressed={pressed} onClick={onPress}>
        {children}
      </button>
    </span>
  );
}

function byHospital(departments: readonly Department[]) {
  const hospitals = new Map<string, { id: string; name: string; items: Department[] }>();
  for (const department of departments) {
    const { organizationId: id, organizationName: name } = department;
    const hospital = hospitals.get(id) ?? { id, name, items: [] };
    hospital.items.push(department);
    hospitals.set(id, hospital);
  }
  return [...hospitals.values()];
}
