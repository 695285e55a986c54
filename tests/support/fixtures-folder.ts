import { join } from "node:path";
import { REPOSITORY } from "./repository";

/** Folder of what the engine printed in each scenario, a folder each: `npm run fixtures` makes it anew. */
export const FIXTURES_FOLDER = join(REPOSITORY, "tests/report/fixtures");
