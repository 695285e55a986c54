import type { Credentials } from "../../provider/ports";
import type { EndpointOverrides } from "../../provider/credentials/endpoints";
import { createCredentials } from "../../provider/credentials/index";
import type { ProbeOptions } from "../../provider/credentials/probe-services";

/** A port that nothing listens to: none that systems give out, and none that fetch refuses by itself. */
export const REFUSING_URL = "http://127.0.0.1:61999";

export interface TestCredentials {
  readonly credentials: Credentials;
  /** Targets of `env:` references; change it at will. */
  readonly environment: Record<string, string | undefined>;
  /** Times that were slept, in ms, in order; nobody waits. */
  readonly slept: number[];
}

interface TestOptions extends Pick<ProbeOptions, "requestTimeoutMs" | "concurrentProbes" | "now"> {
  readonly google?: string;
  readonly microsoft?: string;
  readonly endpoints?: EndpointOverrides;
}

/** Credentials that ask the given servers, and never the real ones. */
export function testCredentials(
  environment: Record<string, string | undefined>,
  options: TestOptions,
): TestCredentials {
  const { google = REFUSING_URL, microsoft = REFUSING_URL, endpoints, ...others } = options;
  const slept: number[] = [];
  const credentials = createCredentials(
    { environment, folder: "/nowhere", config: () => undefined },
    {
      identityEndpoints: {
        googleTokenUrl: `${google}/token`,
        gmailRootUrl: google,
        iamRootUrl: google,
        microsoftAuthority: microsoft,
        graphRootUrl: microsoft,
        ...endpoints,
      },
      sleep: (ms) => {
        slept.push(ms);
        return Promise.resolve();
      },
      // Jest can't load the ESM-only one that Google's library brings along; another test runs without Jest.
      fetch,
      requestTimeoutMs: 600_000,
      ...others,
    },
  );
  return { credentials, environment, slept };
}
