/** Method and path of each procedure of the contract; made by vite/contract-plugin.ts. */
declare module "virtual:contract" {
  const routes: import("./lib/api/encode-call.ts").Routes;
  export default routes;
}
declare module "virtual:contract/staff" {
  const routes: import("./lib/api/encode-call.ts").Routes;
  export default routes;
}
