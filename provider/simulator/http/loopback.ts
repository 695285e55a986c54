/** The only address the simulator listens on. */
export const LOOPBACK_ADDRESS = "127.0.0.1";

const LOOPBACK_HOSTS = new Set(["localhost", "127.0.0.1", "[::1]"]);

/**
 * Whether a Host header, such as `127.0.0.1:7480`, names this machine. Anything else may be a foreign page that reached
 * us by DNS rebinding.
 */
export function isLoopbackHost(host: string | undefined): boolean {
  return LOOPBACK_HOSTS.has((host ?? "").replace(/:\d+$/u, "").toLowerCase());
}

/** Whether an Origin header is absent, as outside browsers, or names this machine. */
export function isLoopbackOrigin(origin: string | undefined): boolean {
  return origin === undefined || isLoopbackHost(origin.replace(/^https?:\/\//u, ""));
}
