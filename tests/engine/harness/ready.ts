import { shareEngine } from "./found-engine";

/** Jest's set-up for tests on the engine; it runs only when some of them are to run. */
export default shareEngine;
