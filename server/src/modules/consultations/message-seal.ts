/** Seal context of a message: the text decrypts for this message only. */
export const textSealOf = (messageId: string) => `message:${messageId}`;
