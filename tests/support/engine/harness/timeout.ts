/** A test on the engine takes seconds, on a busy machine many. Jest takes this from no project's configuration. */
jest.setTimeout(120_000);
