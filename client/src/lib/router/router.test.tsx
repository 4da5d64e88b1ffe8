import { act, cleanup, fireEvent, render, screen } from "@testing-library/react";
import { lazy, Suspense } from "react";
import { afterEach, beforeEach, expect, test } from "vitest";
import {
  BrowserRouter,
  Link,
  Navigate,
  NavLink,
  Outlet,
  Route,
  Routes,
  useLocation,
  useNavigate,
  useParams,
  useSearchParams,
} from "./index.ts";

beforeEach(() => window.history.replaceState(null, "", "/"));
afterEach(cleanup);

function Here() {
  const { pathname, search, key, state } = useLocation();
  const first = key === "default" ? "first" : "later";
  return <output>{`${pathname}${search} ${first} ${JSON.stringify(state)} ${JSON.stringify(useParams())}`}</output>;
}

const here = () => screen.getByRole("status").textContent;

function Frame() {
  return (
    <main>
      <Outlet />
    </main>
  );
}

const show = (at: string, pages = <Here />) => {
  window.history.replaceState(null, "", at);
  return render(
    <BrowserRouter>
      <Routes>
        <Route element={<Frame />}>
          <Route path="/" element={<Here />} />
          <Route path="/reports/add" element={<p>add</p>} />
          <Route path="/reports/:reportId" element={pages} />
          <Route path="/desk/:appointmentId?" element={<Here />} />
        </Route>
        <Route path="*" element={<p>nothing here</p>} />
      </Routes>
    </BrowserRouter>,
  );
};

test.each([
  ["/", "/ first null {}"],
  ["/reports/a%20b?x=1", '/reports/a%20b?x=1 first null {"reportId":"a b"}'],
  ["/reports/%E0%A4", '/reports/%E0%A4 first null {"reportId":"%E0%A4"}'],
  ["/desk", "/desk first null {}"],
  ["/desk/7/", '/desk/7/ first null {"appointmentId":"7"}'],
])("%s is found", (at, said) => {
  show(at);
  expect(here()).toBe(said);
  expect(screen.getByRole("main")).toBeTruthy();
});

test("the first route that fits is drawn, and one for all the rest without the frame", () => {
  const { unmount } = show("/reports/add");
  expect(screen.getByText("add")).toBeTruthy();
  unmount();
  show("/nowhere/at/all");
  expect(screen.getByText("nothing here")).toBeTruthy();
  expect(screen.queryByRole("main")).toBeNull();
});

test("links and navigate change the page; state stays with its entry, and the same address makes no second one", () => {
  function Page() {
    const navigate = useNavigate();
    return (
      <>
        <Here />
        <Link to="/reports/2" state={{ from: 1 }}>
          two
        </Link>
        <button onClick={() => navigate("/reports/3", { replace: true })}>three</button>
      </>
    );
  }
  show("/reports/1", <Page />);
  const before = window.history.length;
  fireEvent.click(screen.getByText("two"));
  expect(here()).toBe('/reports/2 later {"from":1} {"reportId":"2"}');
  expect(window.history.length).toBe(before + 1);
  fireEvent.click(screen.getByText("two"));
  fireEvent.click(screen.getByText("three"));
  expect(here()).toBe('/reports/3 later null {"reportId":"3"}');
  expect(window.history.length).toBe(before + 1);
});

test("a click with a key held, or into another window, is the browser's", () => {
  show(
    "/reports/1",
    <>
      <Here />
      <Link to="/reports/2">two</Link>
      <Link to="/reports/2" target="_blank">
        window
      </Link>
    </>,
  );
  // What would follow is kept from happening once the link has had its say.
  const prevented: boolean[] = [];
  const stop = (event: Event) => (prevented.push(event.defaultPrevented), event.preventDefault());
  window.addEventListener("click", stop);
  fireEvent.click(screen.getByText("two"), { ctrlKey: true });
  fireEvent.click(screen.getByText("two"), { button: 1 });
  fireEvent.click(screen.getByText("window"));
  fireEvent.click(screen.getByText("two"));
  window.removeEventListener("click", stop);
  expect(prevented).toEqual([false, false, false, true]);
});

test("the link of the place where one is says so, also from below it", () => {
  show(
    "/reports/1",
    <>
      <NavLink to="/">home</NavLink>
      <NavLink to="/reports">reports</NavLink>
      <NavLink to="/reports" end>
        all
      </NavLink>
    </>,
  );
  expect(screen.getAllByRole("link", { current: "page" }).map((link) => link.textContent)).toEqual(["reports"]);
});

test("the query is set on the same page; an empty one goes", () => {
  function Page() {
    const [search, setSearch] = useSearchParams();
    return (
      <>
        <Here />
        <button onClick={() => setSearch({ day: "今天" })}>day</button>
        <button onClick={() => setSearch((now) => (now.set("more", "1"), now), { replace: true })}>more</button>
        <button onClick={() => setSearch({})}>none</button>
        <p>{search.get("day")}</p>
      </>
    );
  }
  show("/reports/1", <Page />);
  fireEvent.click(screen.getByText("day"));
  expect(screen.getByText("今天")).toBeTruthy();
  fireEvent.click(screen.getByText("more"));
  expect(window.location.search).toBe("?day=%E4%BB%8A%E5%A4%A9&more=1");
  fireEvent.click(screen.getByText("none"));
  expect(window.location.href).toMatch(/\/reports\/1$/);
});

test("Navigate leads on, and back and forward are followed", () => {
  show("/reports/1", <Navigate to="/desk/5" replace />);
  expect(here()).toBe('/desk/5 later null {"appointmentId":"5"}');
  window.history.replaceState({ usr: "was", key: "k" }, "", "/desk");
  act(() => void window.dispatchEvent(new PopStateEvent("popstate")));
  expect(here()).toBe('/desk later "was" {}');
});

test("while the next page's code is on its way the old page stands", async () => {
  let come: (module: { default: () => React.ReactNode }) => void = () => undefined;
  const Later = lazy(() => new Promise<{ default: () => React.ReactNode }>((resolve) => (come = resolve)));
  render(
    <BrowserRouter>
      <Suspense fallback={<p>waiting</p>}>
        <Routes>
          <Route path="/" element={<Link to="/later">old</Link>} />
          <Route path="/later" element={<Later />} />
        </Routes>
      </Suspense>
    </BrowserRouter>,
  );
  fireEvent.click(screen.getByText("old"));
  expect(screen.getByText("old")).toBeTruthy();
  expect(screen.queryByText("waiting")).toBeNull();
  await act(async () => come({ default: () => <p>new</p> }));
  expect(screen.getByText("new")).toBeTruthy();
});
