import { writeFileSync } from "node:fs";
import type { Reporter, TestModule } from "vitest/node";

/** Leaves in the file FILE_TIMES how many seconds each test file took, hooks and loading included, for the closing lines of `test`. */
export default class FileTimes implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const times = modules.map((module) => {
      const { collectDuration, duration, setupDuration } = module.diagnostic();
      return { name: module.relativeModuleId, seconds: (collectDuration + duration + setupDuration) / 1000 };
    });
    writeFileSync(process.env.FILE_TIMES ?? "file-times.json", JSON.stringify(times));
  }
}
