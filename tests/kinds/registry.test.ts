import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { KINDS } from "../../provider/kinds/index";
import { moduleOf } from "../../provider/pulumi/provider-text";
import { KINDS as ROWS } from "../support/kinds";
import { REPOSITORY } from "../support/repository";

/** Everything that a kind needs outside its folder and its entry of the registry: docs/add-a-kind.md. */
describe.each(KINDS)("$resource.kind", (kind) => {
  const name = kind.resource.kind;

  test("has the module that states name, for its own resource", () => {
    const file = join(REPOSITORY, "provider/dynamic", `${moduleOf(name)}.ts`);
    expect(existsSync(file)).toBe(true);
    expect(readFileSync(file, "utf8")).toContain(`/kinds/${moduleOf(name)}/handler"`);
  });

  test("is documented, and has a row in the table of the lifecycle tests", () => {
    expect(readFileSync(join(REPOSITORY, "docs/resources.md"), "utf8")).toContain(`\`${name}\``);
    expect(ROWS.map((row) => row.kind)).toContain(name);
  });
});
