import { Button } from "antd";
import { Tag } from "../../shared/Tag.tsx";

type Act = readonly [label: string, run: () => void];

/** What patients find, and what they do not. */
export const OnOffTag = ({ on, words: [yes, no] }: { on: boolean; words: readonly [yes: string, no: string] }) => (
  <Tag tone={on ? "done" : "plain"}>{on ? yes : no}</Tag>
);

/** The one step that a row may take now: out of sight, which asks first and looks so, or back. */
export function OnOffButton({ on, off, again }: { on: boolean; off: Act; again: Act }) {
  const [label, run] = on ? off : again;
  return (
    <Button type="link" danger={on} onClick={run}>
      {label}
    </Button>
  );
}
