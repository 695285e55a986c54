/** The value of a field after a patch: absent keeps it, null clears it. */
export function patched<Value>(sent: Value | null | undefined, kept: Value, cleared: Value): Value {
  if (sent === undefined) return kept;
  return sent ?? cleared;
}
