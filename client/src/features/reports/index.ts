export { ReportChoice, type ReportChoiceProps } from "./components/ReportChoice.tsx";
