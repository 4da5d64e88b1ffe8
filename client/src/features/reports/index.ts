export { ReportChoice } from "./components/ReportChoice.tsx";
