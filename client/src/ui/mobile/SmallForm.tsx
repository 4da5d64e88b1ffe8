import type { ReactNode } from "react";
import type { Sending } from "../../lib/use-send.ts";
import { Button } from "../shared/Button.tsx";
import { Form } from "./Form.tsx";

interface SmallFormProps {
  /** How the sending stands: busy, refused, and how often. */
  form: Sending<unknown>["form"];
  onSubmit: () => void;
  /** The words on the one button that sends it. */
  submit: string;
  kind?: "primary" | "secondary" | "danger";
  icon?: ReactNode;
  /** Below the button: other ways to the same end. */
  after?: ReactNode;
  children?: ReactNode;
}

/** A form of a few fields and one button, as in all that has to do with signing in. */
export function SmallForm({ form, onSubmit, submit, kind = "primary", icon, after, children }: SmallFormProps) {
  return (
    <Form onSubmit={onSubmit} {...form}>
      {children}
      <Button kind={kind} block type="submit" loading={form.busy} icon={icon}>
        {submit}
      </Button>
      {after}
    </Form>
  );
}
