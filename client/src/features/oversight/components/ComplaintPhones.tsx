import { Phone } from "lucide-react";
import type { AccessLine } from "@fuzhen/shared/oversight/oversight.schema.ts";
import { useTexts } from "../../../lib/i18n/define.ts";
import { PhoneLink } from "../../../ui/shared/PhoneLink.tsx";
import { accessLogTexts } from "../access-log.texts.ts";

/** The number of each hospital whose staff read the record, to be dialled (R51). */
export function ComplaintPhones({ lines }: { lines: readonly AccessLine[] }) {
  const texts = useTexts(accessLogTexts);
  const phones = new Map(lines.map(({ who }) => [who.organizationName, who.complaintPhone]));
  return [...phones].map(([place, phone]) => {
    if (place === null) return null;
    if (phone === "")
      return (
        <p key={place} className="small quiet">
          {texts.noPhone(place)}
        </p>
      );
    return (
      <PhoneLink key={place} phone={phone} icon={<Phone aria-hidden size={18} />}>
        {texts.call(place)}
      </PhoneLink>
    );
  });
}
