import { spawn } from "node:child_process";
import type { ExitCode } from "../output";

type Environment = Readonly<Record<string, string | undefined>>;

/** Dependencies of `login`; tests bring their own. */
export interface LoginDeps {
  readonly environment: Environment;
  /** A line for the person, on standard error: what to do, and what went wrong. */
  readonly tell: (line: string) => void;
  /** A line of the result, on standard output. */
  readonly print: (line: string) => void;
  readonly finish: (exitCode: ExitCode) => void;
  /** True if a browser can reach a listener of this process, and a person is there to use it. */
  readonly hasBrowser: boolean;
  readonly open: (url: string) => void;
  readonly now: () => number;
  /** For Google's library. Default: its own. */
  readonly fetch?: typeof fetch;
}

/** The process's own. */
export function processDeps(): LoginDeps {
  return {
    environment: process.env,
    tell: (line) => console.error(line),
    print: (line) => console.log(line),
    finish: (exitCode) => {
      process.exitCode = exitCode;
    },
    hasBrowser: process.stderr.isTTY && hasDisplay(process.env, process.platform),
    open: openBrowser,
    now: () => Date.now(),
  };
}

/** True if a browser on this machine shows up before the person, as far as the environment tells. */
export function hasDisplay(environment: Environment, platform: NodeJS.Platform): boolean {
  if (environment["SSH_CONNECTION"] || environment["SSH_TTY"]) return false;
  if (platform === "win32" || platform === "darwin") return true;
  return ["DISPLAY", "WAYLAND_DISPLAY", "WSL_DISTRO_NAME"].some((name) => Boolean(environment[name]));
}

/** Best effort: the address is on the screen as well. */
function openBrowser(url: string): void {
  const commands: Partial<Record<NodeJS.Platform, readonly [string, ...string[]]>> = {
    darwin: ["open", url],
    win32: ["rundll32", "url.dll,FileProtocolHandler", url],
  };
  const [command, ...args] = commands[process.platform] ?? ["xdg-open", url];
  const child = spawn(command, args, { stdio: "ignore", detached: true });
  child.on("error", () => undefined);
  child.unref();
}
