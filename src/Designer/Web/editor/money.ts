/** Yuan as people type them, "1,234.5", in whole cents; undefined where it is no amount. Numbers are never halved: digits are counted. */
export function readYuan(typed: string): number | undefined {
  const match = /^(\d{1,10})(?:\.(\d{1,2}))?$/.exec(typed.trim().replace(/[,，\s]/g, ""));
  return match === null ? undefined : Number(match[1]) * 100 + Number((match[2] ?? "").padEnd(2, "0"));
}

export const writeYuan = (cents: number): string => `${Math.floor(cents / 100)}${cents % 100 === 0 ? "" : `.${`${cents % 100}`.padStart(2, "0")}`}`;
