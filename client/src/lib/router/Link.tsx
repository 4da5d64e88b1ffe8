import { useEffect, type ComponentProps, type MouseEvent } from "react";
import { useLocation, useNavigate, useTowards } from "./BrowserRouter.tsx";
import type { NavigateOptions } from "./location.ts";

type LinkProps = Omit<ComponentProps<"a">, "href"> & NavigateOptions & { to: string };

/** What the browser does better itself: a new tab or window, a download, the menu. */
const isOwn = (event: MouseEvent, target: string | undefined): boolean =>
  event.button === 0 &&
  (target === undefined || target === "_self") &&
  !(event.metaKey || event.altKey || event.ctrlKey || event.shiftKey);

/** A link within the app: the page changes, the document stays. */
export function Link({ to, replace, state, onClick, ...rest }: LinkProps) {
  const navigate = useNavigate();
  const follow = (event: MouseEvent<HTMLAnchorElement>) => {
    onClick?.(event);
    if (event.defaultPrevented || !isOwn(event, rest.target)) return;
    event.preventDefault();
    // A link to the present page acts like a reload: it adds no entry to go back through.
    const again = event.currentTarget.href === window.location.href;
    navigate(to, { replace: replace ?? again, state });
  };
  return (
    <a {...rest} href={to} onClick={follow}>
      {rest.children}
    </a>
  );
}

/** A link that is marked (`aria-current`) while its page, or one below it unless `end`, is open or on its way. */
export function NavLink({ end = false, ...link }: LinkProps & { end?: boolean }) {
  const here = useLocation().pathname;
  const pathname = useTowards() ?? here;
  const [place = ""] = link.to.split("?", 1);
  const isHere = pathname === place || (!end && pathname.startsWith(`${place}/`));
  return <Link {...link} aria-current={isHere ? "page" : undefined} />;
}

/** Goes to another page as soon as it is rendered. */
export function Navigate({ to, replace = false, state = null }: NavigateOptions & { to: string }) {
  const navigate = useNavigate();
  useEffect(() => navigate(to, { replace, state }), [navigate, to, replace, state]);
  return null;
}
