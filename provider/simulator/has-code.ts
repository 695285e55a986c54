/** Whether Node reports this error under `code`, such as `ENOENT`. Holds for errors of other realms too. */
export function hasCode(error: unknown, code: string): boolean {
  return typeof error === "object" && error !== null && "code" in error && error.code === code;
}
