import { googleSignIn } from "../../credentials/google-sign-in";
import { microsoftSignIn } from "../../credentials/microsoft-sign-in";
import type { Outcome } from "../../credentials/outcome";
import { ANY_ORGANISATION } from "../../credentials/refresh-token";
import type { BrowserSignIn, SignedIn } from "../../credentials/sign-in";
import type { VendorOptions } from "../../credentials/vendor";
import { signInByBrowser } from "./loopback";
import type { LoginOptions } from "./options";
import type { LoginPlan } from "./plan";
import type { LoginSurroundings } from "./surroundings";

/** This machine as each provider's registrations name it. Microsoft's take any port with it, but no number. */
const GOOGLE_HOST = "127.0.0.1";
const MICROSOFT_HOST = "localhost";

type Wait = Pick<LoginOptions, "port" | "timeout" | "open">;
type Screen = Pick<LoginSurroundings, "tell" | "open">;

/** Has the person sign in, in a browser here or with a code on any device. Error: a `LoginError` when nobody does. */
export async function signIn(
  plan: LoginPlan,
  clientSecret: string | undefined,
  wait: Wait,
  vendor: VendorOptions,
  screen: Screen,
): Promise<Outcome<SignedIn>> {
  const { credential, account, scopes, way } = plan;
  const { clientId } = credential;
  const request = { scopes, account };
  if (credential.provider === "google") {
    const google = googleSignIn({ clientId, clientSecret }, request, vendor);
    return inBrowser(google, GOOGLE_HOST, account, wait, screen);
  }
  const { tenantId = ANY_ORGANISATION } = credential;
  const proof = clientSecret === undefined ? {} : { proof: { clientSecret } };
  const microsoft = microsoftSignIn({ key: "login", tenantId, clientId, ...proof }, request, vendor);
  if (way === "browser") return inBrowser(microsoft, MICROSOFT_HOST, account, wait, screen);
  return microsoft.withDeviceCode(({ page, code }) => {
    const shown = page ?? "Microsoft's page for device codes";
    screen.tell(`Sign in as ${account}: open ${shown} in any browser and enter the code ${code}.`);
    screen.tell(waiting(wait));
    if (wait.open && page !== undefined) screen.open(page);
  }, wait.timeout * 1_000);
}

function inBrowser(
  way: BrowserSignIn,
  host: string,
  account: string,
  wait: Wait,
  screen: Screen,
): Promise<Outcome<SignedIn>> {
  return signInByBrowser(way, {
    host,
    port: wait.port,
    timeoutMs: wait.timeout * 1_000,
    show: (page) => {
      screen.tell(`Sign in as ${account}: open this address in a browser on this machine.`);
      screen.tell(page);
      screen.tell(waiting(wait));
      if (wait.open) screen.open(page);
    },
  });
}

function waiting({ timeout }: Wait): string {
  return `Waiting for ${timeout} seconds at most.`;
}
