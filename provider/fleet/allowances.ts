import { dirname, relative } from "node:path";
import { realPath } from "../files/real-path";

/**
 * Folders and variables that a fleet file may use besides its own folder. The program or the command line says so,
 * never the file: whoever may change the file alone gets no further than the file.
 */
export interface FleetAllowances {
  /** Folders besides the fleet file's own that signatures, templates and key files may lie in. Default: none. */
  readonly folders?: readonly string[];
  /** Names of environment variables that `${env:NAME}` may stand for, exactly as they are spelt. Default: none. */
  readonly env?: readonly string[];
}

/** Next step for a file that lies elsewhere. A path that messages don't show is left out. */
export function howToAllow(path: string | undefined): string {
  const folder = path === undefined ? "FOLDER" : relative(process.cwd(), dirname(realPath(path))) || ".";
  return `Move it there, or allow its folder: allow: { folders: [${JSON.stringify(folder)}] } in the program, --allow-folder ${folder} on the command line.`;
}
