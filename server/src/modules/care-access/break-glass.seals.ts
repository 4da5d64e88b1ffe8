/** Where the words of an opening and of its review belong: sealed text opens nowhere else. */
export const accountSeal = (id: string) => `break-glass:${id}`;
export const reviewSeal = (id: string) => `break-glass:${id}:review`;
