/** Above this the native way is faster. */
const SHORT = 64;

/**
 * Writes a short text of ASCII without NUL and gives true; false where the native way has to do it. Most names and keys
 * are such texts, and a call out of JavaScript costs more than their bytes.
 */
export const writeAscii = (buffer: Buffer, text: string, at: number): boolean => {
  const { length } = text;
  if (length > SHORT) return false;
  for (let index = 0; index < length; index++) {
    const code = text.charCodeAt(index);
    if (code === 0 || code > 127) return false;
    buffer[at + index] = code;
  }
  return true;
};
