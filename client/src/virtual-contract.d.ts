/** The oRPC contract without its schemas; made by vite/contract-plugin.ts. */
declare module "virtual:contract" {
  const contract: object;
  export default contract;
}
