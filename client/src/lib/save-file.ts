/** So long a browser may take to begin with a file it was given. */
const KEPT_MS = 60_000;

/** Hands a file to the browser to be saved under this name. */
export function saveFile(file: Blob, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  // Safari reads it only after the click has been handled.
  setTimeout(() => URL.revokeObjectURL(link.href), KEPT_MS);
}
