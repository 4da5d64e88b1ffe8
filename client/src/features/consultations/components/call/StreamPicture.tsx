import { useEffect, useRef } from "react";
import { quietly } from "../../../../lib/quietly.ts";

/** A moving picture without its sound: silent ones start by themselves in every browser. */
export function StreamPicture({
  stream,
  label,
  className,
}: {
  stream: MediaStream;
  label: string;
  className: string | undefined;
}) {
  const video = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    const element = video.current;
    if (!element) return undefined;
    element.srcObject = stream;
    // Refused or cut short by the next picture: `autoplay` takes it from there.
    void quietly(element.play());
    return () => {
      element.srcObject = null;
    };
  }, [stream]);
  // oxlint-disable-next-line jsx-a11y/media-has-caption -- a live picture; captions need an engine that is not there
  return <video ref={video} className={className} aria-label={label} autoPlay playsInline muted />;
}
