import type { ReactNode } from "react";
import { useParams } from "../../../lib/router/index.ts";
import { NotFound } from "../../NotFound.tsx";
import { Close } from "./account/Close.tsx";
import { Export } from "./account/Export.tsx";
import { Overview } from "./account/Overview.tsx";

const pages: Readonly<Record<string, () => ReactNode>> = { "": Overview, export: Export, close: Close };

/** 个人信息与账号 and what is done there: one download, for these pages are seldom opened. */
export default function Account() {
  const { page = "" } = useParams();
  const Shown = pages[page] ?? NotFound;
  return <Shown />;
}
