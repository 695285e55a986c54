/**
 * A test that hangs is to fail; one that a busy machine runs slowly is not. Nothing here waits for time to pass. Jest
 * takes this from no project's configuration.
 */
jest.setTimeout(60_000);
