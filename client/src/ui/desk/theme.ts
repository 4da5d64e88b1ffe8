import { theme, type ThemeConfig } from "antd";

/** Reads a token from the style sheet: antd computes shades, so it needs the colour itself and not a CSS variable. */
function token(style: CSSStyleDeclaration, name: string, fallback: string): string {
  return style.getPropertyValue(name).trim() || fallback;
}

/** antd with our design tokens. Call it again when the theme changes, because the tokens have changed then. */
export function deskTheme(shown: "light" | "dark"): ThemeConfig {
  const style = getComputedStyle(document.documentElement);
  const ink = token(style, "--ink", "black");
  const ink2 = token(style, "--ink-2", "black");
  const line = token(style, "--line", "gray");
  const surface = token(style, "--surface", "white");
  const sunken = token(style, "--sunken", "white");
  const teal = token(style, "--teal", "teal");
  const tealWash = token(style, "--teal-wash", "white");
  const red = token(style, "--red", "red");
  const onTeal = token(style, "--on-teal", "white");
  const onRed = token(style, "--on-red", "white");
  const tealDeep = token(style, "--teal-deep", "teal");
  const redDeep = token(style, "--red-deep", "red");
  return {
    // The dark algorithm darkens the given colours; ours are chosen for dark already and are put back.
    algorithm: [
      shown === "dark" ? theme.darkAlgorithm : theme.defaultAlgorithm,
      (seed, map = theme.defaultAlgorithm(seed)) => ({
        ...map,
        colorPrimary: teal,
        colorPrimaryHover: tealDeep,
        colorPrimaryActive: tealDeep,
        colorError: red,
        colorErrorHover: redDeep,
        colorErrorActive: redDeep,
        colorLink: teal,
        colorLinkHover: tealDeep,
        colorLinkActive: tealDeep,
      }),
    ],
    token: {
      colorPrimary: teal,
      // antd's own washes are computed from the strong colour and come out muddy on warm paper.
      colorPrimaryBg: tealWash,
      colorInfoBg: tealWash,
      colorInfoBorder: line,
      colorSuccessBg: token(style, "--green-wash", "white"),
      colorSuccessBorder: line,
      colorWarningBg: token(style, "--amber-wash", "white"),
      colorWarningBorder: line,
      colorErrorBg: token(style, "--red-wash", "white"),
      colorErrorBorder: line,
      colorBgContainerDisabled: sunken,
      colorBorderDisabled: line,
      colorTextDisabled: ink2,
      colorLink: teal,
      colorInfo: teal,
      colorSuccess: token(style, "--green", "green"),
      colorWarning: token(style, "--amber", "orange"),
      colorError: red,
      colorTextBase: ink,
      colorText: ink,
      colorTextSecondary: ink2,
      colorTextTertiary: ink2,
      colorTextDescription: ink2,
      colorTextPlaceholder: ink2,
      colorBgBase: surface,
      colorBgContainer: surface,
      colorBgElevated: surface,
      colorBgLayout: token(style, "--paper", "white"),
      colorFillAlter: sunken,
      colorBorder: token(style, "--line-strong", "gray"),
      colorBorderSecondary: line,
      colorSplit: line,
      colorTextLightSolid: onTeal,
      fontFamily: token(style, "--font", "sans-serif"),
      fontSize: 14,
      borderRadius: 8,
      controlHeight: 36,
      wireframe: false,
      // For people who prefer reduced motion the style sheet disables animations; antd would wait for their end, so it
      // must not start them.
      motion: !matchMedia("(prefers-reduced-motion: reduce)").matches,
    },
    components: {
      Button: {
        primaryColor: onTeal,
        dangerColor: onRed,
        primaryShadow: "none",
        defaultShadow: "none",
        dangerShadow: "none",
      },
      Table: {
        headerBg: sunken,
        headerColor: ink2,
        headerSplitColor: "transparent",
        cellPaddingBlock: 12,
        bodySortBg: surface,
        headerSortActiveBg: sunken,
        headerSortHoverBg: sunken,
      },
      Collapse: { headerBg: surface, colorBorder: line },
      Tooltip: { colorBgSpotlight: ink, colorTextLightSolid: surface },
    },
  };
}
