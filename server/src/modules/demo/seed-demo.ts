import { DAY_MS } from "@fuzhen/shared/time.ts";
import type { Ctx } from "../../platform/context.ts";
import { at } from "./demo-caller.ts";
import { isSeeded, markSeeded } from "./demo-seed.repo.ts";
import { seedFactors } from "./seed-factors.ts";
import { seedHospitals } from "./seed-hospitals.ts";
import { seedVisit } from "./seed-visit.ts";

const daysAgo = (ctx: Ctx, days: number) => at(ctx, new Date(ctx.now().getTime() - days * DAY_MS));

/**
 * Makes the demo data (`DEMO`): two institutions, their people, and one patient with a finished visit. Everything goes
 * through the contract, with the clock set back. Each step finds what an earlier run left, so the next start repairs a
 * crash half-way; once complete, nothing is done again.
 */
export async function seedDemo(ctx: Ctx): Promise<void> {
  if (!(await isSeeded("hospitals-and-visit"))) {
    await seedHospitals(daysAgo(ctx, 40));
    await seedVisit(daysAgo(ctx, 30));
    await markSeeded("hospitals-and-visit", ctx.now());
    ctx.log.info("demo data made");
  }
  // Runs at every start: demo data of older releases has no second factors, and factors may have been reset.
  await seedFactors(ctx);
}
