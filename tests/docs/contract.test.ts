import { profileOf } from "../support/contract-profiles";
import { leadsSomewhere } from "../support/anchors";
import { read, sources } from "../support/documents";

test("every section of the documents that a docstring cites is there", () => {
  const cited = sources().flatMap((path) => [...read(path).matchAll(/\b(docs\/[\w-]+\.md)(?:#([\w-]+))?/gu)]);
  expect(cited.length).toBeGreaterThan(0);
  expect(cited.filter(([, path = "", anchor]) => !leadsSomewhere(path, anchor)).map(([all]) => all)).toEqual(
    [],
  );
});

test("the contract's claims are numbered without a gap, each once", () => {
  const claims = [...read("docs/contract.md").matchAll(/^\| (C\d+) /gmu)].map(([, id]) => id);
  expect(claims.length).toBeGreaterThan(50);
  expect(claims).toEqual(claims.map((_, index) => `C${String(index + 1).padStart(2, "0")}`));
});

test("the profile that the page on the first live account shows is one", () => {
  const [, profile = ""] = /```yaml\n([\s\S]*?)```/u.exec(read("docs/live-account.md")) ?? [];
  expect(Object.keys(profileOf(profile).kinds ?? {})).toEqual(["emailAddress", "emailProfile"]);
});
