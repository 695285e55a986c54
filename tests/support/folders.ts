import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

const made: string[] = [];
afterAll(() => {
  for (const folder of made) rmSync(folder, { recursive: true, force: true });
});

/** A folder with these files in the system's temporary one, gone after the tests of the file. */
export function newFolder(files: Readonly<Record<string, string>> = {}): string {
  // Where the temporary folder is a link, programs name the same file differently.
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "pulumi-vcc-")));
  made.push(folder);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}
