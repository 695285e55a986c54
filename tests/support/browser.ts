const MOST_PAGES = 20;

/** A page as a browser ends up with it. */
export interface Page {
  readonly url: string;
  readonly status: number;
  readonly text: string;
}

/** Enough of a browser to sign in with: cookies by host, redirects, and forms, which it sends as they are. */
export class Browser {
  readonly #cookies = new Map<string, Map<string, string>>();

  /** Opens an address and goes on until nothing is left to follow or to send. `fields` fill in what forms ask for. */
  async open(address: string, fields: Readonly<Record<string, string>> = {}): Promise<Page> {
    let next: { url: string; form?: URLSearchParams } = { url: address };
    const left = new Set(Object.keys(fields));
    for (let pages = 0; pages < MOST_PAGES; pages += 1) {
      const response = await this.#request(next.url, next.form);
      const location = response.headers.get("location");
      if (location !== null) {
        next = { url: new URL(location, next.url).href };
        continue;
      }
      const text = await response.text();
      const form = /<form[^>]*action="([^"]+)"/u.exec(text)?.[1];
      if (form === undefined) return { url: next.url, status: response.status, text };
      const values = new URLSearchParams(hiddenFields(text));
      const asked = Object.keys(fields).filter((name) =>
        new RegExp(`type="text" name="${name}"`, "u").test(text),
      );
      // Asked again: what was filled in has been refused.
      if (asked.some((name) => !left.delete(name))) return { url: next.url, status: response.status, text };
      for (const name of asked) values.set(name, fields[name] ?? "");
      next = { url: new URL(unescaped(form), next.url).href, form: values };
    }
    throw new Error(`There is no end after ${MOST_PAGES} pages, at ${next.url}.`);
  }

  async #request(url: string, form: URLSearchParams | undefined): Promise<Response> {
    const jar = this.#cookies.get(new URL(url).host) ?? new Map<string, string>();
    this.#cookies.set(new URL(url).host, jar);
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join("; ");
    const response = await fetch(url, {
      redirect: "manual",
      headers: { cookie, accept: "text/html" },
      ...(form && { method: "POST", body: form }),
    });
    for (const line of response.headers.getSetCookie()) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/u.exec(line) ?? [];
      jar.set(name, value);
    }
    return response;
  }
}

function hiddenFields(text: string): [string, string][] {
  const inputs = text.match(/<input[^>]*type="hidden"[^>]*>/gu) ?? [];
  return inputs.map((input) => [
    unescaped(/name="([^"]*)"/u.exec(input)?.[1] ?? ""),
    unescaped(/value="([^"]*)"/u.exec(input)?.[1] ?? ""),
  ]);
}

function unescaped(text: string): string {
  return text
    .replaceAll("&quot;", '"')
    .replaceAll("&#39;", "'")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&amp;", "&");
}
