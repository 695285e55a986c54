import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import * as vcc from "../../provider/index";
import type { AccountExport, ExportFormat } from "../../provider/export/export-account";
import { type Registered, runMocked } from "./mocked-program";

/** Writes an export into a folder and answers what its program registers, under Pulumi's mocks. */
export async function runExported(
  { files }: Pick<AccountExport, "files">,
  format: ExportFormat,
  folder: string,
): Promise<readonly Registered[]> {
  for (const [path, content] of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  const program =
    format === "fleet"
      ? () => vcc.InboxFleet.fromFile(join(folder, "inboxes.yaml"), { environment: "dev" })
      : () => run(files.get("index.ts") ?? "", files, folder);
  const { resources } = await runMocked(() => {
    program();
  });
  return resources;
}

/** Runs the text, which is JavaScript but for its imports, with the folder as the program's. */
function run(text: string, files: ReadonlyMap<string, string>, folder: string): void {
  const modules: Readonly<Record<string, object>> = {
    "node:fs": { readFileSync: (path: string) => files.get(path) },
    "pulumi-vcc": {
      ...vcc,
      SignatureTemplate: {
        fromFile: (path: string) => vcc.SignatureTemplate.fromFile(path, { folder }),
      },
    },
  };
  const body = text.replace(/^import \{([^}]+)\} from ("[^"]+");$/gmu, "const {$1} = modules[$2];");
  // eslint-disable-next-line @typescript-eslint/no-implied-eval -- the very text that a user would run
  (new Function("modules", body) as (known: typeof modules) => void)(modules);
}
