import { MongoError } from "./errors.ts";

/** The end of `maxTimeMS`. A cursor's clock stands still while its client is busy between two batches. */
export class Deadline {
  private at: number;

  constructor(from: number, milliseconds: number) {
    this.at = from + milliseconds;
  }

  check(): void {
    if (Date.now() > this.at) throw new MongoError("MaxTimeMSExpired", "operation exceeded time limit");
  }

  remaining(): number {
    return Math.max(0, this.at - Date.now());
  }

  extend(milliseconds: number): void {
    this.at += milliseconds;
  }
}
