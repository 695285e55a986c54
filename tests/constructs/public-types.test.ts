import type * as pulumi from "@pulumi/pulumi";
import {
  type EmailAddress,
  type EmailAddressArgs,
  type EmailProfile,
  Inbox,
  InboxFleet,
  type InboxOutputs,
  type InboxProps,
  type InteractionPlanMapping,
  type InteractionPlanMappingArgs,
  SignatureTemplate,
} from "../../provider/index";
import type { FormerNamesByPart } from "../../provider/constructs/former-names";
import type { INBOX_PARTS } from "../../schema/fleet/former-names";
import type { InboxEntry } from "../../schema/fleet/inbox-entry";
import type { OwnProfileEntry } from "../../schema/fleet/profile-entry";
import type { MappingEntry, SharedMappingEntry } from "../../schema/fleet/mapping-entry";

type Equal<One, Other> = [One] extends [Other] ? ([Other] extends [One] ? true : false) : false;

/** What a file says besides the arguments of resources. */
type OfEntries = "ignore" | "formerNames" | "protect" | "keepInVcc";

test("a file's inbox has the fields of the component, and what only files need", () => {
  const proofs: [
    Equal<Exclude<keyof InboxEntry, "ignore" | "protect" | "keepInVcc">, keyof InboxProps>,
    Equal<
      Exclude<keyof InboxProps, "profile" | "signature" | "mapping" | "formerNames">,
      Exclude<keyof EmailAddressArgs, "profileId">
    >,
    Equal<keyof MappingEntry, Exclude<keyof InteractionPlanMappingArgs, "addresses">>,
    Equal<Exclude<keyof SharedMappingEntry, "inboxes" | OfEntries>, keyof InteractionPlanMappingArgs>,
    Equal<
      Exclude<keyof OwnProfileEntry, "fromId" | "fromName">,
      "name" | "description" | "settings" | "adopt"
    >,
    Equal<(typeof INBOX_PARTS)[number], keyof FormerNamesByPart>,
  ] = [true, true, true, true, true, true];
  expect(proofs).not.toContain(false);
});

test("outputs are what they say", () => {
  const proofs: [
    Equal<InboxOutputs["status"], pulumi.Output<string>>,
    Equal<Inbox["profile"], EmailProfile | undefined>,
    Equal<InboxFleet["inboxes"], Readonly<Record<string, Inbox>>>,
    Equal<ReturnType<Inbox["addMapping"]>, InteractionPlanMapping>,
  ] = [true, true, true, true];
  expect(proofs).not.toContain(false);
});

/** Never run: the compiler is the test. */
export function mistakesThatTheCompilerFinds(
  address: EmailAddress,
  care: EmailProfile,
  output: pulumi.Output<string>,
): void {
  new Inbox("a", { emailAddress: output, profile: care, signature: output });
  new Inbox("a", {
    emailAddress: "a@example.com",
    profile: "Care",
    signature: SignatureTemplate.fromFile("a.html"),
  });
  new Inbox("a", {
    emailAddress: "a@example.com",
    profile: { id: output },
    mapping: { interactionPlan: output },
  });
  new Inbox("a", { address, signature: { template: "a.html", variables: { team: output, count: 3 } } });
  new Inbox("a", { emailAddress: "a@example.com" }, { protect: true, retainOnDelete: true }).addMapping(
    output,
    { priority: 1 },
  );

  // @ts-expect-error An inbox has an address.
  new Inbox("a", {});
  // @ts-expect-error The profile is given as a profile.
  new Inbox("a", { emailAddress: "a@example.com", profileId: "prf_1" });
  // @ts-expect-error An address that is brought along has its profile already.
  new Inbox("a", { address, profile: care });
  // @ts-expect-error A mapping names a plan.
  new Inbox("a", { emailAddress: "a@example.com", mapping: { priority: 1 } });
  // @ts-expect-error A signature has one source.
  new Inbox("a", { emailAddress: "a@example.com", signature: { html: "x", template: "y" } });
  // @ts-expect-error Variables hold no lists.
  new Inbox("a", { emailAddress: "a@example.com", signature: { template: "y", variables: { team: ["x"] } } });
  // @ts-expect-error The inbox says which address is mapped.
  new Inbox("a", { emailAddress: "a@example.com" }).addMapping("P", { addresses: ["x@example.com"] });
  // @ts-expect-error An unknown way to sign in.
  new Inbox("a", { emailAddress: "a@example.com", credential: { method: "password" } });
  // @ts-expect-error Nothing in code names an environment by itself.
  InboxFleet.fromFile("inboxes.yaml");
  // @ts-expect-error A fleet comes from a file.
  new InboxFleet("inboxes", {});
  // @ts-expect-error Inboxes of a fleet stay.
  InboxFleet.fromFile("inboxes.yaml", { environment: "dev" }).inboxes["a"] = new Inbox("a", { address });
}
