import { TOKEN_PATH } from "../../../schema/api";
import { GRANT_METHODS } from "../account/grants";

const AUTHENTICATION_PATH = "/authentication";
const PROVIDERS: readonly unknown[] = ["google", "microsoft"];
const METHODS: readonly unknown[] = GRANT_METHODS;
const FINGERPRINT = /^sha256:[\w+/=:.-]{1,128}$/u;
const LONGEST_TEXT = 4096;

/** What the request log keeps of a body. A value is kept only where it can't be a secret. */
export function redactBody(path: string, text: string): unknown {
  if (text === "") return undefined;
  if (path === TOKEN_PATH) return redactTokenRequest(new URLSearchParams(text));
  const body = parse(text);
  return path.endsWith(AUTHENTICATION_PATH) ? redactGrant(body) : cutLongTexts(body);
}

function redactTokenRequest(form: URLSearchParams): unknown {
  return { grant_type: form.get("grant_type"), scope: form.get("scope"), client_id: form.get("client_id") };
}

function redactGrant(body: unknown): unknown {
  if (typeof body !== "object" || body === null) return "[not a grant]";
  const { provider, method, fingerprint } = body as Partial<Record<string, unknown>>;
  return {
    ...(PROVIDERS.includes(provider) && { provider }),
    ...(METHODS.includes(method) && { method }),
    ...(typeof fingerprint === "string" && FINGERPRINT.test(fingerprint) && { fingerprint }),
  };
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
