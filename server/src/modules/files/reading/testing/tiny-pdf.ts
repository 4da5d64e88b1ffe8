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

/** Its attachments alone are locked, with the same unknown password; `whole` locks the page too. */
export function pdfWithLockedAttachments({ whole = false } = {}): string {
  const [owner, user] = ["ab".repeat(32), "cd".repeat(32)];
  const filters = `/CF << /StdCF << /AuthEvent /EFOpen /CFM /AESV2 /Length 16 >> >> /EFF /StdCF`;
  const of = whole ? "/StmF /StdCF /StrF /StdCF" : "/StmF /Identity /StrF /Identity";
  return pdf(
    [
      "<< /Type /Catalog /Pages 2 0 R >>",
      "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
      page(),
      `<< /Filter /Standard /V 4 /R 4 /Length 128 ${filters} ${of} /O <${owner}> /U <${user}> /P -4 >>`,
    ],
    "/ID [<00112233> <00112233>] /Encrypt 4 0 R",
  );
}

/** Three pages of which only those in `good` (from 0) can be read: the others are branches that lead to themselves. */
export function pdfWithBadPages(good: readonly number[]): string {
  const kids = [3, 4, 5];
  const branch = (object: number) => `<< /Type /Pages /Kids [${object} 0 R] /Count 1 >>`;
  return pdf([
    "<< /Type /Catalog /Pages 2 0 R >>",
    "<< /Type /Pages /Kids [3 0 R 4 0 R 5 0 R] /Count 3 >>",
    ...kids.map((object, place) => (good.includes(place) ? page("/Contents 6 0 R") : branch(object))),
    stream("", "0 0 36 36 re f"),
  ]);
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
