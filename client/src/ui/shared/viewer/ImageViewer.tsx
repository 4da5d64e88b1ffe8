import { Suspense } from "react";
import { laterPart } from "../later.tsx";
import type { ViewerImage } from "./viewer-image.ts";

export interface ImageViewerProps {
  images: readonly ViewerImage[];
  /** Which one is open; undefined while the viewer is closed. */
  index: number | undefined;
  onIndexChange: (index: number) => void;
  onClose: () => void;
}

// Zooming and panning weigh as much as a small page; most visits open no picture.
const Stage = laterPart(async () => ({ default: (await import("./ViewerDialog.tsx")).ViewerDialog }));

/** Full-screen pictures with zoom, pan and rotation, by finger, wheel, buttons and keyboard. For both faces. */
export function ImageViewer({ images, index, onIndexChange, onClose }: ImageViewerProps) {
  const image = index === undefined ? undefined : images[index];
  if (index === undefined || !image) return null;
  return (
    <Suspense>
      <Stage images={images} image={image} index={index} onIndexChange={onIndexChange} onClose={onClose} />
    </Suspense>
  );
}
