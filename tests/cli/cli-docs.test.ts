import { readFileSync } from "node:fs";
import { CLI_DOCS_FILE, renderCliDocs } from "../../tools/cli-docs";

test("docs/cli.md lists all commands and options as they are", () => {
  // Write it anew with npm run docs:cli.
  expect(readFileSync(CLI_DOCS_FILE, "utf8")).toBe(renderCliDocs());
});
