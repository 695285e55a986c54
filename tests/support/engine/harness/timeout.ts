/**
 * A test on the engine takes seconds, on a machine with six times as many processes as cores minutes: this is for hangs
 * alone. Jest takes it from no project's configuration.
 */
jest.setTimeout(300_000);
