import { TOKEN_PATH } from "../../../schema/api";
import type { SecretBody } from "../routes/simulated-kind";

const LONGEST_TEXT = 4096;

/** A body as the request log keeps it: a value only where it can't be a secret. */
export function redactBody(path: string, text: string, secretBodies: readonly SecretBody[]): unknown {
  if (text === "") return undefined;
  if (path === TOKEN_PATH) return redactTokenRequest(new URLSearchParams(text));
  const body = parse(text);
  const secret = secretBodies.find(({ pathEnd }) => path.endsWith(pathEnd));
  return secret === undefined ? cutLongTexts(body) : secret.redact(body);
}

function redactTokenRequest(form: URLSearchParams): unknown {
  return { grant_type: form.get("grant_type"), scope: form.get("scope"), client_id: form.get("client_id") };
}

function cutLongTexts(value: unknown): unknown {
  if (typeof value === "string" && value.length > LONGEST_TEXT) return `${value.slice(0, LONGEST_TEXT)}…`;
  if (Array.isArray(value)) return value.map(cutLongTexts);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, field]) => [key, cutLongTexts(field)]));
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
