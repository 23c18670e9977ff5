import { noon } from '~/lib/days';
import { longDay } from '~/lib/time';

/** A day in a grid: seen as its number, heard as "Saturday 21 November,". What is seen is part of what is heard (WCAG 2.5.3). */
export function DayNumber({ day }: { day: string }) {
  const number = String(Number(day.slice(8)));
  const [before, after] = longDay(noon(day), 'UTC').split(number);
  return <span class="n mono"><span class="vh">{before}</span>{number}<span class="vh">{after}, </span></span>;
}
