/** What an operator is told when a backup or restore cannot be: a sentence, and nothing half-done behind it. */
export class BackupError extends Error {
  constructor(sentence: string) {
    super(sentence);
    this.name = "BackupError";
  }
}
