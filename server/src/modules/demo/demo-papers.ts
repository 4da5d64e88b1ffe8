import { createRequire } from "node:module";
import { createCanvas, GlobalFonts } from "@napi-rs/canvas";

/** A paper as its printed lines: heading, subheading, then rows of one or more columns. */
export interface DemoPaper {
  hospital: string;
  title: string;
  head: string[];
  rows: string[][];
  foot: string[];
}

const FONT = "Noto Sans SC";
const WIDTH = 1240;
const MARGIN = 90;

function registerFont(): void {
  if (GlobalFonts.has(FONT)) return;
  const require = createRequire(import.meta.url);
  GlobalFonts.registerFromPath(
    require.resolve("@expo-google-fonts/noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf"),
    FONT,
  );
}

/** Draws the paper as the photo a patient would upload (JPEG, A5 at 150 dpi). */
export async function drawPaper(paper: DemoPaper): Promise<Buffer> {
  registerFont();
  const height = 460 + 52 * (paper.head.length + paper.rows.length + paper.foot.length);
  const canvas = createCanvas(WIDTH, height);
  const pen = canvas.getContext("2d");
  pen.fillStyle = "#fdfdfb";
  pen.fillRect(0, 0, WIDTH, height);
  pen.fillStyle = "#1c1c1c";
  pen.textAlign = "center";
  pen.font = `44px "${FONT}"`;
  pen.fillText(paper.hospital, WIDTH / 2, 110);
  pen.font = `36px "${FONT}"`;
  pen.fillText(paper.title, WIDTH / 2, 170);
  pen.textAlign = "left";
  pen.font = `28px "${FONT}"`;
  let y = 250;
  const rule = () => pen.fillRect(MARGIN, (y += 8) - 30, WIDTH - 2 * MARGIN, 2);
  const line = (columns: readonly string[]) => {
    const step = (WIDTH - 2 * MARGIN) / columns.length;
    for (const [index, text] of columns.entries()) pen.fillText(text, MARGIN + index * step, y);
    y += 52;
  };
  for (const text of paper.head) line([text]);
  rule();
  y += 24;
  for (const row of paper.rows) line(row);
  rule();
  y += 24;
  for (const text of paper.foot) line([text]);
  return canvas.encode("jpeg", 88);
}
