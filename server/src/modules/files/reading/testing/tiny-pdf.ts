/** PDFs written by hand for cases that no attributed sample covers. pdf.js finds objects without an xref table. */
function pdf(objects: string[], trailer = ""): string {
  const body = objects.map((object, index) => `${index + 1} 0 obj\n${object}\nendobj\n`).join("");
  return `%PDF-1.4\n${body}trailer\n<< /Root 1 0 R /Size ${objects.length + 1} ${trailer} >>\n%%EOF\n`;
}

const page = (extra = "") => `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 72 72] ${extra} >>`;

const stream = (dictionary: string, content: string) =>
  `<< ${dictionary} /Length ${content.length} >>\nstream\n${content}\nendstream`;

export function pdfWithPages(count: number): string {
  const kids = Array.from({ length: count }, (_, index) => `${index + 3} 0 R`).join(" ");
  return pdf([
    "<< /Type /Catalog /Pages 2 0 R >>",
    `<< /Type /Pages /Kids [${kids}] /Count ${count} >>`,
    ...Array.from({ length: count }, () => page()),
  ]);
}

/** Opens only with a password: the user key below belongs to no empty password. */
export function lockedPdf(): string {
  const [owner, user] = ["ab".repeat(32), "cd".repeat(32)];
  return pdf(
    ["<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>", page()],
    `/ID [<00112233> <00112233>] /Encrypt << /Filter /Standard /V 1 /R 2 /O <${owner}> /U <${user}> /P -4 >>`,
  );
}

/** "Billion laughs" in 3 KB: twelve levels of forms, each drawing the next ten times over. */
export function formBombPdf(): string {
  const levels = 12;
  const form = (level: number) =>
    stream(
      `/Type /XObject /Subtype /Form /BBox [0 0 72 72] /Resources << /XObject << /F ${level + 6} 0 R >> >>`,
      level === levels - 1 ? "0 0 9 9 re f" : "/F Do ".repeat(10),
    );
  return pdf([
    "<< /Type /Catalog /Pages 2 0 R >>",
    "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
    page("/Contents 4 0 R /Resources << /XObject << /F 5 0 R >> >>"),
    stream("", "/F Do"),
    ...Array.from({ length: levels }, (_, level) => form(level)),
  ]);
}
