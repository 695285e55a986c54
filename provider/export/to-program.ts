import { basename } from "node:path";
import type { Inventory, TakenAddress, TakenMapping, TakenProfile, TakenSignature } from "./inventory";
import type { SignatureSource } from "./signature-files";
import { Code, renderCall, renderImport, renderText, type ValueMap } from "./typescript-text";

/**
 * A TypeScript program that declares an inventory with single resources: profiles, then each address with its signature
 * and its own mapping, then the mappings of several.
 */
export function toProgram(inventory: Inventory): string {
  const { profiles, addresses, signatures, mappings } = inventory;
  const usedProfiles = new Set(addresses.map(({ profile }) => profile));
  const usedAddresses = new Set([
    ...signatures.map(({ address }) => address),
    ...mappings.flatMap(({ inboxes }) => inboxes),
  ]);
  const own = new Map(mappings.flatMap((mapping) => (mapping.isOwn ? [[mapping.inboxes[0], mapping]] : [])));
  const signatureOf = new Map(signatures.map((signature) => [signature.id, signature]));
  const sources = new SignatureSources(signatures);
  const declareSignature = (signature: TakenSignature): string => signatureText(signature, sources);
  const statements = [
    ...sources.declarations(),
    ...profiles.map((profile) => declareProfile(profile, usedProfiles.has(profile.name))),
    ...addresses.map((address) =>
      [
        declareAddress(address, usedAddresses.has(address.name)),
        ...[signatureOf.get(address.id)].flatMap((signature) =>
          signature ? [declareSignature(signature)] : [],
        ),
        ...[own.get(address.name)].flatMap((mapping) => (mapping ? [declareMapping(mapping)] : [])),
      ].join("\n"),
    ),
    ...signatures.filter(({ address }) => address === undefined).map(declareSignature),
    ...mappings.filter(({ isOwn }) => !isOwn).map(declareMapping),
  ];
  return `${[imports(inventory), ...statements].join("\n\n")}\n`;
}

function imports({ profiles, addresses, signatures, mappings }: Inventory): string {
  const sources = new Set(signatures.map(({ source }) => source.kind));
  const classes = [
    ...(addresses.length > 0 ? ["EmailAddress"] : []),
    ...(profiles.length > 0 ? ["EmailProfile"] : []),
    ...(signatures.length > 0 ? ["EmailSignature"] : []),
    ...(mappings.length > 0 ? ["InteractionPlanMapping"] : []),
    ...(sources.has("template") ? ["SignatureTemplate"] : []),
  ];
  return [
    ...(sources.has("file") ? [renderImport(["readFileSync"], "node:fs")] : []),
    renderImport(classes, "pulumi-vcc"),
  ].join("\n");
}

function declareProfile({ name, args }: TakenProfile, isUsed: boolean): string {
  const { name: given, description, settings } = args;
  const call = renderCall("EmailProfile", name, {
    name: given,
    description,
    settings: settings && sorted(settings),
  });
  return isUsed ? `const ${variable(name, "Profile")} = ${call}` : call;
}

function declareAddress({ name, profile, args }: TakenAddress, isUsed: boolean): string {
  const { profileId, adopt: _adopt, ...rest } = args;
  const reference = profile === undefined ? profileId : new Code(`${variable(profile, "Profile")}.id`);
  const { credential, ...first } = rest;
  const call = renderCall("EmailAddress", name, { ...first, profileId: reference, credential });
  return isUsed ? `const ${variable(name, "Address")} = ${call}` : call;
}

function signatureText({ name, id, address, source }: TakenSignature, sources: SignatureSources): string {
  const addressId = address === undefined ? id : new Code(`${variable(address, "Address")}.id`);
  return renderCall("EmailSignature", name, { addressId, html: new Code(sources.htmlOf(source)) });
}

/** Where signatures come from: what several share is read once, at the top of the program. */
class SignatureSources {
  readonly #shared: ReadonlyMap<string, SignatureSource>;

  constructor(signatures: readonly TakenSignature[]) {
    const counts = new Map<string, number>();
    for (const { source } of signatures) counts.set(source.path, (counts.get(source.path) ?? 0) + 1);
    const shared = signatures.filter(({ source }) => (counts.get(source.path) ?? 0) > 1);
    this.#shared = new Map(shared.map(({ source }) => [source.path, source]));
  }

  /** One statement for all of them; none where nothing is shared. */
  declarations(): string[] {
    const lines = [...this.#shared.values()]
      .sort((a, b) => (a.path < b.path ? -1 : 1))
      .map((source) => `const ${sharedName(source)} = ${readText(source)};`);
    return lines.length === 0 ? [] : [lines.join("\n")];
  }

  htmlOf(source: SignatureSource): string {
    const text = this.#shared.has(source.path) ? sharedName(source) : readText(source);
    if (source.kind === "file") return text;
    const variables = Object.entries({ emailAddress: source.emailAddress, ...source.words });
    return `${text}.render({ ${variables.map(([name, value]) => `${name}: ${renderText(value)}`).join(", ")} })`;
  }
}

function readText({ kind, path }: SignatureSource): string {
  return kind === "file"
    ? `readFileSync(${renderText(path)}, "utf8")`
    : `SignatureTemplate.fromFile(${renderText(path)})`;
}

/** No address or profile is called so: their names end otherwise. */
function sharedName({ kind, path }: SignatureSource): string {
  return `${kind === "file" ? "signature" : "template"}_${basename(path, ".html")}`;
}

function declareMapping({ name, args, inboxes, outsiders }: TakenMapping): string {
  const addresses = [
    ...inboxes.map((inbox) => new Code(`${variable(inbox, "Address")}.emailAddress`)),
    ...outsiders,
  ];
  return renderCall("InteractionPlanMapping", name, { ...args, addresses });
}

function sorted(record: ValueMap): ValueMap {
  return Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** A resource's name as a variable; different names stay different, as only one spelling leads to each. */
function variable(name: string, kind: string): string {
  const [head = "", ...tail] = `${name}-${kind}`
    .split("-")
    .map((part) => (/^\d/u.test(part) ? `_${part}` : part));
  return [head, ...tail.map((part) => part.charAt(0).toUpperCase() + part.slice(1))].join("");
}
