import { takeUnreadFailures } from "./unread-failures";

/** An operation that fails where a test takes it for granted is the test's failure, and tells its cause. */
afterEach(() => {
  const failures = takeUnreadFailures();
  if (failures.length > 0) throw new Error(`Failed, and the test didn't look:\n${failures.join("\n")}`);
});
