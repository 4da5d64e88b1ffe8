const KEY = "/Encrypt";
/** Of the same length, and known to no reader. */
const UNKNOWN_KEY = "/XNcrypt";

/** The dictionary that begins at `from`, to the end that belongs to it; empty when there is none. */
function dictionaryAt(text: string, from: number): string {
  if (!text.startsWith("<<", from)) return "";
  let depth = 0;
  for (let at = from; at < text.length - 1; at++) {
    const two = text.slice(at, at + 2);
    if (two !== "<<" && two !== ">>") continue;
    depth += two === "<<" ? 1 : -1;
    at++;
    if (depth === 0) return text.slice(from, at + 1);
  }
  return "";
}

/** Whether streams and strings are as they are, and only embedded files are locked (ISO 32000-1, 7.6.5). */
function locksAttachmentsOnly(dictionary: string): boolean {
  const filterOf = (name: string) => new RegExp(`/${name}\\s*/(\\w+)`).exec(dictionary)?.[1] ?? "Identity";
  return (
    /\/V\s*[45]\b/.test(dictionary) &&
    filterOf("StmF") === "Identity" &&
    filterOf("StrF") === "Identity" &&
    filterOf("EFF") !== "Identity"
  );
}

/**
 * A copy of a PDF whose attachments alone are locked, with the lock taken off what is not: readers ask for the password
 * before they look at what it is for. Null when the pages are locked too.
 */
export function withoutLockOfAttachments(bytes: Buffer): Buffer | null {
  const text = bytes.toString("latin1");
  const places = [...text.matchAll(/\/Encrypt(?![A-Za-z])\s*(?:(\d+)\s+(\d+)\s+R\b|(?=<<))/g)];
  const dictionaries = places.map((place) => {
    const [whole, number, generation] = place;
    if (number === undefined) return dictionaryAt(text, place.index + whole.length);
    const object = new RegExp(`(?:^|[\\r\\n\\s])${number}\\s+${generation}\\s+obj\\s*`).exec(text);
    return object ? dictionaryAt(text, object.index + object[0].length) : "";
  });
  if (places.length === 0 || !dictionaries.every(locksAttachmentsOnly)) return null;
  const open = Buffer.from(bytes);
  for (const { index } of places) open.write(UNKNOWN_KEY, index, KEY.length, "latin1");
  return open;
}
