import { canonicalAddress } from "../../../schema/canonical-address";
import { randomUUID } from "node:crypto";
import * as z from "zod";
import type { SimulatorApp } from "../http/app";

const TOKEN_PATH = "/_google/token";
/** Google's library asks below the root of a host alone. */
const PROFILE_PATH = "/gmail/v1/users/me/profile";

const TokenLife = { expires_in: 3_600, token_type: "Bearer" } as const;
const Claims = z.object({ sub: z.string() });

/** Google's refusal of a mailbox's credential: the fields of its token endpoint's error response. */
export interface IdentityRefusal {
  /** Such as `invalid_grant`. */
  readonly error: string;
  /** Such as `Invalid email or User ID`. */
  readonly description: string;
}

/**
 * Stands in for Google where a service account's key is tried, so that programs can be run without Google: gives a
 * token for any mailbox that an assertion names, whatever its signature, and tells whose mailbox a token opens.
 */
export class GoogleIdentity {
  readonly #mailboxes = new Map<string, string>();
  readonly #refusals = new Map<string, IdentityRefusal>();

  /** From now on, credentials of this mailbox are refused. */
  refuse(mailbox: string, refusal: IdentityRefusal): void {
    this.#refusals.set(canonicalAddress(mailbox), refusal);
  }

  /** Takes every refusal back. */
  accept(): void {
    this.#refusals.clear();
  }

  /** Environment variables that send the provider's calls here instead of to Google. */
  environment(url: string): Readonly<Record<string, string>> {
    return { VCC_GOOGLE_TOKEN_URL: `${url}${TOKEN_PATH}`, VCC_GMAIL_ROOT_URL: url };
  }

  addRoutes(app: SimulatorApp): void {
    app.post(TOKEN_PATH, async (context) => {
      const { assertion } = await context.req.parseBody();
      const mailbox = mailboxOf(assertion);
      if (mailbox === undefined)
        return context.json({ error: "invalid_grant", error_description: "Invalid JWT: no subject." }, 400);
      const refusal = this.#refusals.get(canonicalAddress(mailbox));
      if (refusal) return context.json({ error: refusal.error, error_description: refusal.description }, 400);
      const token = randomUUID();
      this.#mailboxes.set(token, mailbox);
      return context.json({ access_token: token, ...TokenLife });
    });
    app.get(PROFILE_PATH, (context) => {
      const emailAddress = this.#mailboxes.get(
        (context.req.header("authorization") ?? "").replace(/^Bearer /u, ""),
      );
      return emailAddress === undefined
        ? context.json(
            { error: { code: 401, message: "Invalid Credentials", errors: [{ reason: "authError" }] } },
            401,
          )
        : context.json({ emailAddress, messagesTotal: 0, threadsTotal: 0, historyId: "1" });
    });
  }
}

/** The mailbox that an assertion asks to act as. */
function mailboxOf(assertion: unknown): string | undefined {
  const payload = typeof assertion === "string" ? (assertion.split(".")[1] ?? "") : "";
  try {
    return Claims.parse(JSON.parse(Buffer.from(payload, "base64url").toString("utf8"))).sub;
  } catch {
    // Whatever is wrong with it, it names no mailbox.
    return undefined;
  }
}
