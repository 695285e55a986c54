import { cpuMs } from "./cpu-time";

/** Less is noise, such as of the memory's collection. */
const NOISE_MS = 60;
const TIMES_AS_LONG = 8;
/** Four times the time is linear, sixteen times quadratic. */
const MOST_TIMES = 8;

/**
 * Reads a text, and one of 8 times its length; undefined where time grows with the length, else how it grew. Measured
 * anew where it seems to grow by more, as a collection of memory may fall into either.
 */
export function growthProblem(
  read: (text: string) => unknown,
  textOf: (characters: number) => string,
  characters: number,
): string | undefined {
  const [long, short] = [textOf(characters), textOf(characters / TIMES_AS_LONG)];
  let [longMs, shortMs] = [cpuMs(() => read(long)), 0];
  if (longMs < NOISE_MS) return undefined;
  for (let again = 0; again < 3; again += 1) {
    shortMs = Math.max(
      shortMs,
      cpuMs(() => read(short)),
    );
    longMs = Math.min(
      longMs,
      cpuMs(() => read(long)),
    );
    if (longMs < NOISE_MS || longMs < MOST_TIMES * 2 * shortMs) return undefined;
  }
  return `${Math.round(longMs)} ms for ${long.length} characters, ${Math.round(shortMs)} ms for an eighth`;
}
