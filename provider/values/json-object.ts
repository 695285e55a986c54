import { isRecord } from "./records";

/** A JSON object, also where it came as text; undefined of anything else. */
export function asObject(value: unknown): Readonly<Record<string, unknown>> | undefined {
  const parsed = typeof value === "string" ? parseJson(value) : value;
  return isRecord(parsed) ? parsed : undefined;
}

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    // The parser's message would quote the body.
    return undefined;
  }
}
