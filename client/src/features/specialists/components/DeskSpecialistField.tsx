import { Checkbox, DatePicker, Form, Input, Select } from "antd";
import dayjs, { type Dayjs } from "dayjs";
import { rowOf, type SpecialistFieldName } from "@fuzhen/shared/specialists/specialist.fields.ts";
import { MAX_NAME } from "@fuzhen/shared/typed-text.ts";
import { useTexts } from "../../../lib/i18n/define.ts";
import { titleTexts } from "../../../lib/i18n/titles.ts";
import { filled, licenceNumber, personName, words } from "../../../ui/desk/forms/field-checks.ts";
import { TextItem } from "../../../ui/desk/forms/TextItem.tsx";
import { useFieldRules } from "../../../ui/desk/forms/use-field-rules.ts";
import { deskSpecialistsTexts } from "../desk-specialists.texts.ts";

interface Props {
  name: SpecialistFieldName;
  departments: readonly { id: string; name: string }[];
}

/** Dates travel as `YYYY-MM-DD`; antd's picker wants dayjs. */
const dateItem = {
  getValueProps: (value: string | undefined) => ({ value: value ? dayjs(value) : null }),
  normalize: (value: Dayjs | null) => value?.format("YYYY-MM-DD"),
};

/** One field of a specialist, as its row of the list says. */
export function DeskSpecialistField({ name, departments }: Props) {
  const texts = useTexts(deskSpecialistsTexts);
  const titles = useTexts(titleTexts);
  const rules = useFieldRules();
  const row = rowOf(name);
  const { label, hint } = texts.fields[name];
  const item = { name, label, ...(hint === "" ? {} : { extra: hint }) };
  switch (row.kind) {
    case "name":
      return <TextItem {...item} limit={MAX_NAME} check={personName} input={{ autoComplete: "off" }} />;
    case "text":
      return (
        <TextItem
          {...item}
          limit={row.most}
          {...(row.required ? { check: filled } : {})}
          {...(row.lines > 1 ? { rows: row.lines } : {})}
        />
      );
    case "department":
      return (
        <Form.Item {...item} rules={rules(filled)}>
          <Select
            options={departments.map((department) => ({ value: department.id, label: department.name }))}
            notFoundContent={texts.needDepartment}
          />
        </Form.Item>
      );
    case "title":
      return (
        <Form.Item {...item} rules={rules(filled)}>
          <Select options={Object.entries(titles).map(([value, words]) => ({ value, label: words }))} />
        </Form.Item>
      );
    case "licence-number":
      return (
        <Form.Item {...item} rules={rules(licenceNumber)}>
          <Input inputMode="numeric" className="num" />
        </Form.Item>
      );
    case "day":
      return (
        <Form.Item {...item} rules={rules(filled)} {...dateItem}>
          <DatePicker />
        </Form.Item>
      );
    case "words":
      return (
        <Form.Item {...item} rules={rules(words(row.most, row.length))}>
          <Select mode="tags" open={false} suffixIcon={null} />
        </Form.Item>
      );
    default:
      return (
        <Form.Item name={name} valuePropName="checked">
          <Checkbox>{label}</Checkbox>
        </Form.Item>
      );
  }
}
