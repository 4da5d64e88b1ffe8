import { quietly } from "../../../lib/quietly.ts";

/** Two soft tones, then a pause: [start s, length s, Hz]. */
const TONES = [
  [0, 0.35, 784],
  [0.4, 0.55, 659],
] as const;
const PERIOD_MS = 2800;
const LOUDNESS = 0.22;

/** Browsers play and shake nothing before the first touch of a page, and complain when asked to. */
const wasTouched = (): boolean =>
  (navigator as { userActivation?: { hasBeenActive: boolean } }).userActivation?.hasBeenActive ?? true;

function playOnce(context: AudioContext): void {
  for (const [start, length, hertz] of TONES) {
    const at = context.currentTime + start;
    const tone = context.createOscillator();
    const gain = context.createGain();
    tone.type = "triangle";
    tone.frequency.value = hertz;
    gain.gain.setValueAtTime(0, at);
    gain.gain.linearRampToValueAtTime(LOUDNESS, at + 0.03);
    gain.gain.linearRampToValueAtTime(0, at + length);
    tone.connect(gain).connect(context.destination);
    tone.start(at);
    tone.stop(at + length);
  }
}

/** Rings by sound and vibration, as far as the browser lets this page; answers how to stop. */
export function startRinging(): () => void {
  let context: AudioContext | undefined;
  const once = () => {
    if (!wasTouched()) return;
    navigator.vibrate?.([350, 200, 350]);
    context ??= new AudioContext();
    // A context that may not sound yet stays silent; the picture rings all the same.
    if (context.state === "suspended") void quietly(context.resume());
    playOnce(context);
  };
  once();
  const timer = setInterval(once, PERIOD_MS);
  return () => {
    clearInterval(timer);
    if (wasTouched()) navigator.vibrate?.(0);
    // Nothing of it is used again.
    if (context) void quietly(context.close());
  };
}
