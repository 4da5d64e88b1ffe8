import { useCallback, useEffect, useLayoutEffect, useRef, useState, type RefObject } from "react";

const NEAR_END_PX = 48;
const NEAR_START_PX = 240;

interface EndScroll {
  scroller: RefObject<HTMLDivElement | null>;
  content: RefObject<HTMLOListElement | null>;
  atEnd: boolean;
  toEnd: () => void;
  onScroll: () => void;
}

/**
 * A list that starts at its end and follows it unless the person has scrolled up; entries added above do not move what
 * is being read. Done by hand because Safari has no scroll anchoring.
 */
export function useEndScroll(list: {
  firstKey: number | undefined;
  lastKey: string;
  onNearStart: () => void;
}): EndScroll {
  const scroller = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLOListElement>(null);
  const [atEnd, setAtEnd] = useState(true);
  const follow = useRef(true);
  const lastTop = useRef(0);
  const before = useRef({ firstKey: list.firstKey, lastKey: list.lastKey, height: 0 });

  const toEnd = useCallback(() => {
    const element = scroller.current;
    follow.current = true;
    setAtEnd(true);
    if (element) element.scrollTop = element.scrollHeight;
  }, []);

  const { firstKey, lastKey, onNearStart } = list;
  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const grownAbove = before.current.firstKey !== firstKey && before.current.height > 0;
    if (follow.current) element.scrollTop = element.scrollHeight;
    else if (grownAbove) element.scrollTop += element.scrollHeight - before.current.height;
    before.current = { firstKey, lastKey, height: element.scrollHeight };
  }, [firstKey, lastKey]);

  // Keyboard, call picture and late pictures change heights without a new entry.
  useEffect(() => {
    if (!scroller.current || !content.current) return undefined;
    const observer = new ResizeObserver(() => {
      const element = scroller.current;
      if (!element) return;
      if (follow.current) element.scrollTop = element.scrollHeight;
      before.current.height = element.scrollHeight;
      if (element.scrollHeight <= element.clientHeight) onNearStart();
    });
    observer.observe(scroller.current);
    observer.observe(content.current);
    return () => observer.disconnect();
  }, [onNearStart]);

  const onScroll = useCallback(() => {
    const element = scroller.current;
    if (!element) return;
    const near = element.scrollHeight - element.scrollTop - element.clientHeight < NEAR_END_PX;
    // Height changes cause scroll events too; only scrolling up counts as leaving the end.
    if (near) follow.current = true;
    else if (element.scrollTop < lastTop.current) follow.current = false;
    lastTop.current = element.scrollTop;
    setAtEnd(follow.current);
    if (element.scrollTop < NEAR_START_PX) onNearStart();
  }, [onNearStart]);

  return { scroller, content, atEnd, toEnd, onScroll };
}
