import { Contract } from "../../schema/contract/contract";
import { profileOf, SHARED_PROFILES, sharedProfile } from "../support/contract-profiles";
import { CheckError, ManagedResource, makeInFormerRun } from "../support/managed-resource";
import { useEngineDouble } from "../support/engine-double";
import { KINDS, type KindRow } from "../support/kinds";

/** Ways of working that only a trial tells, and that safety rests on. */
const TRIED = {
  file: "an account whose PATCH loses what it leaves out, and that deletes mapped addresses",
  profile: {
    kinds: {
      emailAddress: { semantics: { patchKeeps: false, refusesMapped: false } },
      emailProfile: { semantics: { patchKeeps: false } },
      interactionPlanMapping: { semantics: { patchKeeps: false } },
    },
  },
};
const PROFILES = [
  ...SHARED_PROFILES.map((file) => ({ file, profile: profileOf(sharedProfile(file)) })),
  TRIED,
];

const CONTRACT_WORDS: Readonly<Record<KindRow["kind"], string>> = {
  EmailAddress: "emailAddress",
  EmailProfile: "emailProfile",
  EmailSignature: "emailSignature",
  InteractionPlanMapping: "interactionPlanMapping",
};

describe.each(PROFILES)("$file", ({ profile }) => {
  const engine = useEngineDouble({ profile });
  const contract = new Contract(profile, { file: "vcc-contract.yaml", digest: "sha256:0" });
  const there = KINDS.filter(({ kind }) => !contract.lacks(CONTRACT_WORDS[kind]));

  /** The row without what this account's API hasn't. */
  function fit(row: KindRow): KindRow {
    const isTaken = (args: object) => {
      try {
        new ManagedResource(engine, row.kind, "another").check(args as never);
        return true;
      } catch (error) {
        if (error instanceof CheckError) return false;
        throw error;
      }
    };
    const prepare: KindRow["prepare"] = (simulator) => {
      const { credential, ...args } = row.prepare(simulator);
      const takesCredential = row.kind === "EmailAddress" && !contract.lacksCall("emailAddress", "signIn");
      if (!takesCredential && row.kind === "EmailAddress") return args;
      return { ...args, ...(credential !== undefined && { credential }) };
    };
    const sample = prepare(engine.simulator);
    engine.simulator.reset();
    const changes = row.changes.filter(({ field, value }) => isTaken({ ...sample, [field]: value }));
    // What was only asked for counts as taken in its run.
    engine.newRun();
    return { ...row, prepare, changes };
  }

  /** Where the API gives no link, the person who was asked goes to VCC's own screens. */
  function signInByHand(): void {
    engine.newRun({ consentWaitMs: 60_000 });
    engine.after(5_000, () => engine.simulator.signIn("support@example.com"));
  }

  describe.each(there)("$kind", (wholeRow) => {
    test("is made once, read, changed field by field, repaired and deleted", async () => {
      const row = fit(wholeRow);
      const isByHand = row.kind === "EmailAddress" && contract.lacksCall("emailAddress", "consent");
      if (isByHand) signInByHand();
      const { args, resource } = await makeInFormerRun(engine, row);
      if (isByHand) expect(engine.said).toContainEqual(expect.stringContaining("in VCC's own screens"));
      const before = row.count(engine.simulator);
      const { id } = resource;
      await resource.refresh();
      expect(resource.preview(args)).toBe("same");
      expect(row.changes.length).toBeGreaterThan(0);
      for (const { field, value } of row.changes) {
        engine.newRun();
        const changed = { ...args, [field]: value };
        expect(await resource.up(changed)).toBe("update");
        engine.newRun();
        expect(await resource.refresh()).toBe("there");
        expect(resource.preview(changed)).toBe("same");
        expect(await resource.up(args)).toBe("update");
        engine.newRun();
        await resource.refresh();
        expect(resource.preview(args)).toBe("same");
      }
      expect(resource.id).toBe(id);
      engine.newRun();
      engine.calls();
      expect(await resource.up(args)).toBe("same");
      expect(engine.writes()).toEqual([]);
      await resource.destroy();
      expect(row.count(engine.simulator)).toBe(before - 1);
    });
  });
});
