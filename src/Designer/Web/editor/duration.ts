/** A TimeSpan as definitions write it, "2.03:04:05", in its parts. */
export interface Duration { days: number; hours: number; minutes: number; seconds: number }

export function readDuration(said: string): Duration | undefined {
  const match = /^(?:(\d+)\.)?(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?$/.exec(said.trim()) ?? /^(\d+)$/.exec(said.trim());
  if (match === null) return undefined;
  const [days = 0, hours = 0, minutes = 0, seconds = 0] = match.slice(1).map((part) => Number(part ?? 0));
  return { days, hours, minutes, seconds };
}

const two = (number: number) => `${Math.floor(number)}`.padStart(2, "0");

/** Hours above 23 and the like carry over. */
export function writeDuration({ days, hours, minutes, seconds }: Duration): string {
  const all = ((days * 24 + hours) * 60 + minutes) * 60 + seconds;
  const whole = Math.floor(all / 86400);
  return `${whole > 0 ? `${whole}.` : ""}${two((all % 86400) / 3600)}:${two((all % 3600) / 60)}:${two(all % 60)}`;
}
