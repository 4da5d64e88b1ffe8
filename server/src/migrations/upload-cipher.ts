import { createDecipheriv } from "node:crypto";

/** How releases before `move-uploads` encrypted an upload as it arrived: AES-256-CTR from its first byte on. */
export const uploadCipher = (key: Buffer) => createDecipheriv("aes-256-ctr", key, Buffer.alloc(16));
