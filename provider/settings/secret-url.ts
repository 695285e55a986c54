import { isLoopback } from "../text/is-loopback";
import { toUrl } from "../text/to-url";

/** A URL that secrets may travel to, or the rule that it breaks with what was received; no credentials are shown. */
export type SecretUrl = { readonly url: string } | { readonly problem: string };

/** Reads a setting's URL: https, or http to this machine. Its trailing slashes are left out. */
export function parseSecretUrl(value: string): SecretUrl {
  const url = toUrl(value);
  if (url === undefined) {
    return { problem: "a whole URL such as https://host, got text that is not a URL." };
  }
  const shown = `${url.protocol}//${url.host}`;
  if (url.username !== "" || url.password !== "" || url.search !== "" || url.hash !== "") {
    return {
      problem: `a URL without user name, password, query and fragment, got one with such parts, for ${shown}.`,
    };
  }
  if (url.protocol !== "https:" && !(url.protocol === "http:" && isLoopback(url.hostname))) {
    return { problem: `https, or http to this machine, as tokens travel there, got ${shown}.` };
  }
  return { url: `${url.origin}${url.pathname.replace(/\/+$/u, "")}` };
}
