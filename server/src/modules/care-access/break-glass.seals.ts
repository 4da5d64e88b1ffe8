/** Seal contexts of the texts of an opening and its review: a sealed text decrypts in its own place only. */
export const accountSeal = (id: string) => `break-glass:${id}`;
export const reviewSeal = (id: string) => `break-glass:${id}:review`;
