/** One line of the server's log. It never carries documents or filters. */
export interface LogLine {
  level: "info" | "warn" | "error";
  msg: string;
  [key: string]: unknown;
}

export type Log = (line: LogLine) => void;
