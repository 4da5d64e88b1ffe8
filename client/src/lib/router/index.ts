/**
 * The small part of a router that our pages use, with React Router's names, over the library regexparam. React Router
 * itself would bring 15 kB to a first page that has 110 in all.
 */
export { BrowserRouter, useLocation, useNavigate, useTowards } from "./BrowserRouter.tsx";
export { Link, Navigate, NavLink } from "./Link.tsx";
export { Outlet, Route, Routes, routeFor, useParams } from "./Routes.tsx";
export { useSearchParams } from "./use-search-params.ts";
