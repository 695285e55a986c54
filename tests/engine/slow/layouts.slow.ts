import { join } from "node:path";
import { liveThrough, WHOLE_LIFE, writeProgram } from "../../support/engine/program-life";
import { newFolder } from "../../support/folders";
import { installPackageManagers, LAYOUTS } from "../../support/package-managers/install-with";
import { run } from "../../support/packed-package";
import { REPOSITORY } from "../../support/repository";

const TEN_MINUTES_IN_MS = 600_000;
/** The SDK of the tests, as the Node of the tests runs it. */
const SDK = "3.248.0";

describe("a program runs where its packages were installed by", () => {
  let managers: string;
  let tarball: string;
  beforeAll(() => {
    managers = installPackageManagers();
    const folder = newFolder();
    run("npm", ["pack", "--ignore-scripts", "--pack-destination", folder], REPOSITORY);
    tarball = join(folder, run("ls", [folder], folder).trim());
  });

  test.each(Object.entries(LAYOUTS))(
    "%s",
    async (_layout, install) => {
      const project = newFolder();
      const dependencies = { "@pulumi/pulumi": SDK, "pulumi-vcc": `file:${tarball}` };
      writeProgram(project, "commonjs", { private: true, version: "1.0.0", dependencies });
      install(managers, project);
      expect(await liveThrough(project)).toMatchObject(WHOLE_LIFE);
    },
    TEN_MINUTES_IN_MS,
  );
});
