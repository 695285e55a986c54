import { ENTRY_SECTIONS, Fleet, FleetOutline } from "../../schema/fleet/fleet";

test("every section of entries is one that all rules over entries go through, in the fleet and in its outline", () => {
  const others = ["variables", "ignore", "defaults", "environments", "$schema"];
  const sections = (shape: object) => Object.keys(shape).filter((key) => !others.includes(key));
  expect(sections(Fleet.shape)).toEqual([...ENTRY_SECTIONS]);
  expect(sections(FleetOutline.shape)).toEqual([...ENTRY_SECTIONS]);
});
