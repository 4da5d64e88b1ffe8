/** A failed backup or restore; the message is a sentence for the operator, and nothing half-done is left behind. */
export class BackupError extends Error {
  constructor(sentence: string) {
    super(sentence);
    this.name = "BackupError";
  }
}
