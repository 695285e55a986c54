import type { InboxEntry } from "../../schema/fleet/inbox-entry";
import type { OwnProfileEntry } from "../../schema/fleet/profile-entry";
import { own } from "../values/own";
import { withoutUndefined } from "../values/records";
import type { InboxProfile, InboxProps } from "./inbox-props";

interface FleetParts {
  /** The file's profiles by name. */
  readonly profiles: Readonly<Record<string, InboxProfile>>;
  /** The HTML of the signature, where there is one. */
  readonly html: string | undefined;
}

/** An inbox of a file as props of the component. */
export function toInboxProps(entry: InboxEntry, { profiles, html }: FleetParts): InboxProps {
  const { profile, signature, protect: _protect, keepInVcc: _keep, ignore: _ignore, ...same } = entry;
  return {
    ...defined(same),
    ...withoutUndefined({
      profile: typeof profile === "string" ? own(profiles, profile) : profile && toProfile(profile),
      signature: html === undefined ? html : { html, ...withoutUndefined({ adopt: signature?.adopt }) },
    }),
  };
}

/** A profile of a file as a prop: by id, by name, or to be made. */
export function toProfile({ fromId, fromName, ...args }: OwnProfileEntry): InboxProfile {
  if (fromId !== undefined) return { id: fromId };
  return fromName ?? defined(args);
}

type Defined<Value> = Value extends readonly (infer Item)[]
  ? Defined<Item>[]
  : Value extends object
    ? { [Key in keyof Value]: Defined<Exclude<Value[Key], undefined>> }
    : Value;

/** Tells the compiler what holds of parsed files: a key that is absent isn't there with `undefined` in it. */
export function defined<Value>(value: Value): Defined<Value> {
  return value as Defined<Value>;
}
