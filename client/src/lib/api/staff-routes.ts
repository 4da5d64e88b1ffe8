import routes from "virtual:contract/staff";
import { addRoutes } from "./client.ts";

/** What staff alone may call; imported by what is around every page of the desk. */
addRoutes(routes);
