import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { failed, type IdentityReply, toFailure } from "../../credentials/probe/identity-reply";
import type { BrowserSignIn, TokenResponse } from "../../credentials/browser-sign-in";
import { toUrl } from "../../text/to-url";
import { within } from "../../values/deadline";
import { LoginError } from "./login-error";

/** As many random bytes as nobody guesses. */
const SECRET_BYTES = 32;
/** A refusal that a browser brings has no status of its own. */
const REFUSED = 400;

interface BrowserOptions {
  /** As the app's registration names this machine: `localhost` or `127.0.0.1`. */
  readonly host: string;
  /** 0: any that is free. */
  readonly port: number;
  readonly timeoutMs: number;
}

/**
 * Signs a person in through a browser, which brings the answer to this machine: a listener on a port of its own, a state
 * that only the page knows, and a verifier that only this process knows. `show` brings the page before the person.
 * Error: a `LoginError` when no answer comes in time.
 */
export async function signInByBrowser(
  signIn: BrowserSignIn,
  options: BrowserOptions,
  show: (page: string) => void,
): Promise<IdentityReply<TokenResponse>> {
  const [state, nonce, verifier] = [secret(), secret(), secret()];
  const challenge = createHash("sha256").update(verifier).digest("base64url");
  const { redirectUri, answered, close } = await listen(options, state);
  try {
    const page = await signIn.authorizationUrl({ redirectUri, state, nonce, challenge });
    if (!page.ok) return page;
    show(page.value);
    const answer = await answered();
    if (!answer.has("error"))
      return await signIn.exchange({ code: answer.get("code") ?? "", redirectUri, nonce, verifier });
    const { host } = new URL(page.value);
    const refusal = { host, status: REFUSED, date: undefined, body: Object.fromEntries(answer) };
    return failed(toFailure(refusal, Date.now()));
  } finally {
    close();
  }
}

function secret(): string {
  return randomBytes(SECRET_BYTES).toString("base64url");
}

const LOOPBACK = "127.0.0.1";
const LARGEST_BODY_BYTES = 64 * 1_024;

/**
 * A listener for one answer, which only this machine can reach: `answered` waits for the one with the state, which the
 * page that was opened alone knows. Error: a `LoginError` when the port is taken, and when no answer comes in time.
 */
async function listen({ host, port, timeoutMs }: BrowserOptions, state: string) {
  let deliver: (answer: URLSearchParams) => void = () => undefined;
  const delivered = new Promise<URLSearchParams>((resolve) => (deliver = resolve));
  let strangers = 0;
  const server = createServer((request, response) => {
    void fieldsOf(request).then((fields) => {
      if (fields !== undefined && isAnswer(fields, state)) {
        deliver(fields);
        reply(response, fields.has("error") ? "refusal" : "code");
        return;
      }
      if (fields?.has("state")) strangers += 1;
      reply(response, fields === undefined ? "elsewhere" : "stranger");
    });
  });
  // A browser opens connections ahead and keeps them; the process ends all the same, once the listener is closed.
  server.on("connection", (socket) => socket.unref());
  await start(server, port);
  const address = server.address();
  const free = typeof address === "object" && address !== null ? address.port : port;
  const close = () => {
    server.close();
    server.closeIdleConnections();
  };
  const answered = () =>
    within(timeoutMs, delivered, () => {
      throw nobodySignedIn(timeoutMs, strangers);
    }).finally(close);
  return { redirectUri: `http://${host}:${free}`, answered, close };
}

function nobodySignedIn(timeoutMs: number, strangers: number): LoginError {
  const seconds = Math.round(timeoutMs / 1_000);
  const others = strangers === 0 ? "" : " Answers to another sign-in came, and were ignored.";
  return new LoginError(
    "overdue",
    `Nobody signed in within ${seconds} seconds.${others}`,
    "Run the command again.",
  );
}

async function start(server: Server, port: number): Promise<void> {
  server.listen(port, LOOPBACK);
  await once(server, "listening").catch((error: unknown) => {
    const code = (error as NodeJS.ErrnoException).code ?? "error";
    const what = code === "EADDRINUSE" ? `Port ${port} is taken.` : `Port ${port} can't be used (${code}).`;
    throw new LoginError("unusable", what, "Choose another with --port, or leave it out for a free one.");
  });
}

/** The fields of a request that may be an answer: in the address, or in a form that was posted. */
async function fieldsOf(request: IncomingMessage): Promise<URLSearchParams | undefined> {
  const url = toUrl(`http://${LOOPBACK}${request.url ?? "/"}`);
  if (url?.pathname !== "/") return undefined;
  if (request.method === "GET") return url.searchParams;
  if (request.method !== "POST") return undefined;
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const chunk of request as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      if (bytes > LARGEST_BODY_BYTES) return undefined;
      chunks.push(chunk);
    }
  } catch {
    // Whoever hangs up has nothing to say.
    return undefined;
  }
  return new URLSearchParams(Buffer.concat(chunks).toString("utf8"));
}

function isAnswer(fields: URLSearchParams, state: string): boolean {
  return isSame(fields.get("state") ?? "", state) && (fields.has("error") || Boolean(fields.get("code")));
}

function isSame(one: string, other: string): boolean {
  const digest = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(one), digest(other));
}

const PAGES = {
  elsewhere: [404, "Nothing here", "This address only takes the answer of a sign-in."],
  stranger: [
    400,
    "Not an answer",
    "This answers no sign-in that is under way. Open the address from the terminal again.",
  ],
  code: [200, "Back to the terminal", "It says how the sign-in went on. You can close this page."],
  refusal: [200, "Not signed in", "The terminal says why. You can close this page."],
} as const;

function reply(response: ServerResponse, page: keyof typeof PAGES): void {
  const [status, title, text] = PAGES[page];
  response.writeHead(status, PAGE_HEADERS).end(renderPage(title, text));
}

const STYLE = "body{font:1.1rem/1.5 system-ui,sans-serif;max-width:32rem;margin:15vh auto;padding:0 1rem}";

/** Page after a sign-in. It says nothing of the answer itself, so it can be the same for everybody. */
function renderPage(title: string, text: string): string {
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${title}</title>
<style>${STYLE}</style>
<h1>${title}</h1>
<p>${text}</p>
</html>
`;
}

/** Nothing is loaded, kept or told to other pages: the address may hold a code. */
const PAGE_HEADERS = {
  "content-type": "text/html; charset=utf-8",
  "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
  "cache-control": "no-store",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
  connection: "close",
} as const;
