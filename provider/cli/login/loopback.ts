import { createHash, randomBytes } from "node:crypto";
import { failed, type Outcome, toFailure } from "../../credentials/outcome";
import type { BrowserSignIn, SignedIn } from "../../credentials/sign-in";
import { listen } from "./listener";

/** As many random bytes as nobody guesses. */
const SECRET_BYTES = 32;
/** A refusal that a browser brings has no status of its own. */
const REFUSED = 400;

interface LoopbackOptions {
  /** As the app's registration names this machine. */
  readonly host: string;
  readonly port: number;
  readonly timeoutMs: number;
  /** Brings the page before the person. */
  readonly show: (page: string) => void;
}

/**
 * Signs a person in through a browser, which brings the answer to this machine: a listener on a port of its own, a state
 * that only the page knows, and a verifier that only this process knows.
 * Error: a `LoginError` when no answer comes in time.
 */
export async function signInByBrowser(
  signIn: BrowserSignIn,
  { host, port, timeoutMs, show }: LoopbackOptions,
): Promise<Outcome<SignedIn>> {
  const [state, nonce, verifier] = [secret(), secret(), secret()];
  const challenge = createHash("sha256").update(verifier).digest("base64url");
  const listener = await listen({ host, port, state });
  try {
    const { redirectUri } = listener;
    const page = await signIn.page({ redirectUri, state, nonce, challenge });
    if (!page.ok) return page;
    show(page.value);
    const answer = await listener.answer(timeoutMs);
    if ("code" in answer) return await signIn.exchange({ code: answer.code, redirectUri, nonce, verifier });
    const { host: provider } = new URL(page.value);
    const reply = { host: provider, status: REFUSED, date: undefined, body: answer.refusal };
    return failed(toFailure(reply, Date.now()));
  } finally {
    listener.close();
  }
}

function secret(): string {
  return randomBytes(SECRET_BYTES).toString("base64url");
}
