import { getProxyForUrl } from "proxy-from-env";
import { toUrl } from "../text/to-url";
import { isLoopback } from "../text/is-loopback";
import { rememberSecret } from "../text/redact";

/** A proxy as the environment names it. */
export interface Proxy {
  /** Undefined where the setting is no http or https URL. */
  readonly url: URL | undefined;
  /** Value of the header `Proxy-Authorization`. */
  readonly authorization?: string;
}

/**
 * The proxy for a URL: `HTTPS_PROXY`, else `ALL_PROXY`, but for the hosts of `NO_PROXY`; each also in lower case, which
 * wins. Only https goes through one: plain http is for this machine and for a cloud's metadata, which no proxy serves.
 * User and password of the setting are percent-encoded; its password is a secret from here on.
 */
export function proxyFor(target: URL): Proxy | undefined {
  if (target.protocol !== "https:" || isLoopback(target.hostname)) return undefined;
  const setting = getProxyForUrl(target.href);
  return setting === "" ? undefined : parseProxy(setting);
}

function parseProxy(setting: string): Proxy {
  // The library takes a proxy without a scheme for one that speaks https; curl and its like take it for http.
  const isWhole = Object.values(process.env).includes(setting);
  const text = isWhole ? setting : setting.replace(/^https:/u, "http:");
  const url = toUrl(text);
  if (url === undefined || !/^https?:$/u.test(url.protocol)) return { url: undefined };
  const { username, password } = url;
  if (username === "" && password === "") return { url };
  const credentials = `${decode(username)}:${decode(password)}`;
  for (const secret of [decode(password), password, credentials]) rememberSecret(secret);
  return { url, authorization: `Basic ${Buffer.from(credentials).toString("base64")}` };
}

/** Once. What isn't encoded stays as it is. */
function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
