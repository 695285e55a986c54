import { markState, migrateState, STATE_VERSION } from "../../provider/lifecycle/migrate";

describe("stored state", () => {
  test("comes back as it was stored, without the marker", () => {
    expect(migrateState(markState({ name: "support" }))).toEqual({ name: "support" });
  });

  test("of an earlier release goes through every migration in turn", () => {
    const migrations = {
      1: ({ title, ...rest }: Record<string, unknown>) => ({ ...rest, name: title }),
      2: (state: Record<string, unknown>) => ({ ...state, priority: 5000 }),
    };
    expect(migrateState({ __v: 1, title: "support" }, migrations, 3)).toEqual({
      name: "support",
      priority: 5000,
    });
    expect(migrateState({ __v: 2, name: "support" }, migrations, 3)).toEqual({
      name: "support",
      priority: 5000,
    });
  });

  test.each([0, -1, 0.5, -1e300])("of a version that no release wrote is refused: %d", (version) => {
    expect(() => migrateState({ __v: version })).toThrow(
      `has version ${version}, this pulumi-vcc knows versions from 1`,
    );
  });

  test("of a later release is refused, with what to do", () => {
    expect(() => migrateState({ __v: STATE_VERSION + 1 })).toThrow(
      /version 2.*Install the pulumi-vcc that last ran/su,
    );
  });
});
