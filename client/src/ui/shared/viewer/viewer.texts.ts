import { defineTexts } from "../../../lib/i18n/define.ts";

/** Pictures, full screen or in their place. */
export const viewerTexts = defineTexts({
  zh: {
    title: "查看图片",
    zoomIn: "放大",
    zoomOut: "缩小",
    rotate: "旋转",
    reset: "还原",
    previous: "上一张",
    next: "下一张",
    position: (index: number, total: number) => `第 ${index} 张，共 ${total} 张`,
    broken: "这张图片打不开，请关闭后再试。",
  },
  en: {
    title: "Image viewer",
    zoomIn: "Zoom in",
    zoomOut: "Zoom out",
    rotate: "Rotate",
    reset: "Reset",
    previous: "Previous",
    next: "Next",
    position: (index, total) => `Image ${index} of ${total}`,
    broken: "This image cannot be opened. Please close it and try again.",
  },
});
