import type { AnyContractProcedure, ContractProcedure, InferSchemaInput, InferSchemaOutput } from "@orpc/contract";
import { implement, type AnyRouter } from "@orpc/server";
import type { Ctx } from "./context.ts";

type ContractTable = Record<string, AnyContractProcedure>;
type Handler<P> =
  P extends ContractProcedure<infer Input, infer Output, infer _E, infer _M>
    ? (ctx: Ctx, input: InferSchemaOutput<Input>) => Promise<InferSchemaInput<Output>>
    : never;

/**
 * A module's routes: each endpoint of its part of the contract and the use case to run. A missing row does not compile.
 */
export type Routes<C> = { [K in keyof C]: Handler<C[K]> };

/**
 * Binds a module's table to its part of the contract. Called by modules, so it stands below them;
 * http/contract-handler.ts runs each call through the runner.
 */
export function bindRoutes<C extends ContractTable>(contract: C, routes: Routes<C>): AnyRouter {
  return Object.fromEntries(
    Object.entries(contract).map(([name, procedure]) => {
      const run = routes[name] as (ctx: Ctx, input: unknown) => Promise<unknown>;
      return [
        name,
        implement(procedure)
          .$context<{ ctx: Ctx }>()
          .handler(({ context, input }) => run(context.ctx, input)),
      ];
    }),
  );
}
