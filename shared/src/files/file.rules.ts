/** Limits of one file and of the files of one report; without zod, so that the phone can check them before sending. */
export const MAX_FILE_BYTES = 50 * 1024 * 1024;
export const MAX_FILES_PER_REPORT = 20;
/** Characters of a kept file name; longer ones are shortened in front of their extension. */
export const MAX_FILE_NAME = 200;
