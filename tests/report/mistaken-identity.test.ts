import { addressOf, digestOf, mappingOf, same, step } from "../support/digest-of";
import { reportOf } from "../support/report-of";

const X = "x@example.com";

test("plans whose names differ in case alone are two", () => {
  const [from, to] = [mappingOf("first", [X], "sales"), mappingOf("first", [X], "Sales")];
  const report = reportOf(digestOf([same(addressOf("support", X)), step("update", from, to)]));
  expect(report.findings.map(({ id }) => id)).toContain("plan-changed");
});

test("a plan that was renamed no longer has its former name, which another one may have", () => {
  const id = "4a442f0a-9cd9-88ba-8d14-03491f14383a";
  const named = (plan: string) => ({
    ...mappingOf("first", [X], plan),
    outputs: { interactionPlan: plan, interactionPlanId: id },
  });
  const steps = [
    step("refresh", named("Support"), named("Support")),
    step("update", named("Support (old)"), mappingOf("first", [X], "Support")),
  ];
  expect(
    reportOf(digestOf([same(addressOf("support", X)), ...steps])).findings.map(({ id: one }) => one),
  ).toContain("plan-changed");
});

test("a former object that an earlier run hasn't come to deleting is told, whatever it has", () => {
  const former = { ...mappingOf("first", [X], "Support", { priority: 9_000 }), id: "former" };
  const now = mappingOf("first", [X], "Sales");
  const report = reportOf(
    digestOf([same(addressOf("support", X)), same(now), step("delete-replaced", former)]),
  );
  expect(report.verdict.level).toBe("cannotTell");
});

test("an address without a mailbox isn't one that stays as it is", () => {
  const address = addressOf("support", X);
  const report = reportOf(digestOf([step("same", address, { ...address, inputs: { name: "Support" } })]));
  expect(report.verdict.level).toBe("cannotTell");
});
