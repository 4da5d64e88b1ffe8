import { Cron } from "croner";
import { HOSPITAL_ZONE } from "@fuzhen/shared/time.ts";
import type { Job } from "../modules/module.ts";
import type { Services } from "../platform/context.ts";
import { describeFault } from "../platform/describe-fault.ts";

/** Runs the modules' timed work; a run that is still going is not started twice in this process. */
export function createJobs(services: Services, jobs: readonly Job[]) {
  let crons: Cron[] = [];
  async function run(job: Job): Promise<void> {
    const began = performance.now();
    let ok = false;
    try {
      await services.tracing.span(`job ${job.name}`, {}, () => job.run(services), null);
      ok = true;
    } finally {
      services.signals.emit("job", { name: job.name, ok, seconds: (performance.now() - began) / 1000 });
    }
  }
  return {
    start() {
      crons = jobs.map(
        (job) =>
          new Cron(
            job.every,
            {
              timezone: HOSPITAL_ZONE,
              protect: true,
              unref: true,
              catch: (error) => services.log.error({ job: job.name, error: describeFault(error) }, "job failed"),
            },
            () => run(job),
          ),
      );
    },
    stop() {
      for (const cron of crons) cron.stop();
    },
  };
}
