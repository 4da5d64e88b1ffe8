import { useLanguage } from "../../lib/i18n/define.ts";
import { dayKey, sayAgo, sayClock, sayDate, sayDay, sayMoment, type Instant } from "../../lib/time.ts";
import { useNow } from "../../lib/use-now.ts";

interface TimeProps {
  at: Instant;
  /** moment 今天 14:30 · day 周三 · clock 14:30 · ago 6 分钟前 · date 11月25日 */
  form?: "moment" | "day" | "clock" | "ago" | "date";
  /** Adds the plain date beside words such as 周三, as the look asks. */
  withDate?: boolean;
}

/** A time as people say it, in the hospital's zone, kept true while the page stays open. */
export function Time({ at, form = "moment", withDate = false }: TimeProps) {
  const language = useLanguage();
  const now = useNow();
  const day = dayKey(at);
  const date = sayDate(day, now, language);
  const said = {
    moment: () => sayMoment(at, now, language),
    day: () => sayDay(day, now, language),
    clock: () => sayClock(at),
    ago: () => sayAgo(at, now, language),
    date: () => date,
  }[form]();
  return (
    <time dateTime={new Date(at).toISOString()}>
      <span className="no-break">{said}</span>
      {withDate && !said.includes(date) && (
        <>
          {" "}
          <span className="quiet small no-break">{date}</span>
        </>
      )}
    </time>
  );
}
