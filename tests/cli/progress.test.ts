import { createProgress } from "../../provider/cli/progress";

function shown(isTTY: boolean, times: readonly number[]): string {
  const written: string[] = [];
  const clock = [0, ...times.flatMap((time) => [time, time])];
  const now = () => clock.shift() ?? Number.MAX_SAFE_INTEGER;
  const progress = createProgress("signatures", { isTTY, write: (text) => written.push(text) }, now);
  for (const [index] of times.entries()) progress(index + 1, times.length);
  return written.join("");
}

test("a terminal shows how far it is, in one line that is gone at the end", () => {
  expect(shown(true, [100, 200, 300])).toBe(
    "\r\u001B[Ksignatures: 1 of 3\r\u001B[Ksignatures: 2 of 3\r\u001B[K",
  );
});

test("a fast command doesn't flicker", () => {
  expect(shown(true, [1, 2, 3])).toBe("\r\u001B[K");
});

test("a pipe gets nothing", () => {
  expect(shown(false, [100, 200, 300])).toBe("");
});
