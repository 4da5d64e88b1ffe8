/**
 * The only door to antd-mobile, for widgets that are not worth writing ourselves. Import it from a lazily loaded
 * component alone: it would eat the first page's budget.
 */
import "./antd-mobile.css";
import { unstableSetRender } from "antd-mobile";
import { createRoot } from "react-dom/client";

// antd-mobile 5.43 renders its imperative parts by an API that React 19 no longer has (upstream issues 6842, 6930).
unstableSetRender((node, container) => {
  const root = createRoot(container);
  root.render(node);
  return async () => {
    await Promise.resolve();
    root.unmount();
  };
});

export { CascadePicker, DatePicker, Picker, PullToRefresh } from "antd-mobile";
