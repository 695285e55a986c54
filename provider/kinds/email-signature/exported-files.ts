import { MAX_SIGNATURE_BYTES } from "../../../schema/limits";
import { canonicalHtml, sameHtml } from "../../text/html";
import { shortHash } from "../../export/entry-names";
import { shareTemplate, toWording, type Words } from "./exported-words";

/** The signature of one address, as VCC has it. */
export interface FoundSignature {
  readonly addressId: string;
  /** Name of the address's resource. */
  readonly name: string;
  readonly emailAddress: string;
  readonly html: string;
}

/** File or template that a program takes a signature from. */
export interface SignatureSource {
  /** Relative to the program. */
  readonly path: string;
  /** HTML that the program makes of the file. */
  readonly html: string;
  /** Variables of a template besides `emailAddress`; undefined for a file. */
  readonly words?: Words;
}

export interface SignatureFiles {
  /** Content by path. */
  readonly files: ReadonlyMap<string, string>;
  /** By id of the address. */
  readonly sources: ReadonlyMap<string, SignatureSource>;
}

const FOLDER = "signatures";
const VARIABLE = "{{ emailAddress }}";
/** Stands for an inbox's own address while signatures are compared; no mail holds it. */
const OWN_ADDRESS = "pulumi-vcc-own-address";
/** Addresses that a template puts out as they are: none of their characters is escaped. */
const PLAIN_ADDRESS = /^[\w.%+@-]+$/u;
/** Liquid would take these for its own, and CSS of style elements would be moved. */
const NO_TEMPLATE = /\{\{|\{%|<style[\s>]/iu;

/**
 * Makes a file for all signatures of one meaning, and a template for those that differ by the inbox's own address or by
 * a few words only. Files of one inbox have its name; shared ones that of their content, which stays when inboxes come
 * and go.
 */
export function toSignatureFiles(found: readonly FoundSignature[]): SignatureFiles {
  const files = new Map<string, string>();
  const sources = new Map<string, SignatureSource>();
  for (const { template, members } of templated(found)) {
    const text = withLineEnd(template);
    const path = `${FOLDER}/templates/${shortHash(canonicalHtml(template))}.html`;
    files.set(
      path,
      text.replaceAll(OWN_ADDRESS, () => VARIABLE),
    );
    for (const { signature, words, personal } of members) {
      const { addressId, emailAddress } = signature;
      const html = `${personal}${text.slice(template.length)}`.replaceAll(OWN_ADDRESS, () => emailAddress);
      sources.set(addressId, { path, html, words });
    }
  }
  const others = found.filter(({ addressId }) => !sources.has(addressId));
  for (const [meaning, members] of groupBy(others, ({ html }) => canonicalHtml(html))) {
    const [only, ...more] = members;
    const isShared = only === undefined || more.length > 0;
    const path = `${FOLDER}/${isShared ? `shared/${shortHash(meaning)}` : toFileName(only.name)}.html`;
    const html = withLineEnd(first(members.map((member) => member.html)));
    files.set(path, html);
    for (const { addressId } of members) sources.set(addressId, { path, html });
  }
  return { files, sources };
}

/** Windows has no files of its devices' names, whatever their extension; no name of an inbox has an underscore. */
function toFileName(name: string): string {
  return /^(?:con|prn|aux|nul|com\d|lpt\d)$/u.test(name) ? `${name}_` : name;
}

interface Candidate {
  readonly signature: FoundSignature;
  /** With the mark in place of the inbox's own address. */
  readonly personal: string;
}

interface Templated {
  /** With the mark in place of the inbox's own address. */
  readonly template: string;
  /** `personal`: HTML that the template makes of the words. */
  readonly members: readonly (Candidate & { readonly words: Words })[];
}

/** Groups signatures that differ only in the inbox's own address, or in a few words that become variables. */
function templated(found: readonly FoundSignature[]): readonly Templated[] {
  const candidates = found
    .filter(({ html, emailAddress }) => isTemplatable(html, emailAddress))
    .map((signature): Candidate => {
      const personal = signature.html.replaceAll(signature.emailAddress, () => OWN_ADDRESS);
      return { signature, personal };
    });
  const byFrame = groupBy(candidates, (one) => toWording(one.personal)?.frame ?? canonicalHtml(one.personal));
  const byWords = [...byFrame.values()].flatMap((group) => sharingWords(group));
  const taken = new Set(byWords.flatMap(({ members }) => members.map(({ signature }) => signature)));
  const rest = candidates.filter(({ signature }) => !taken.has(signature));
  return [...byWords, ...sharingAddress(rest)];
}

function sharingWords(unordered: readonly Candidate[]): readonly Templated[] {
  // Of several spellings, always the same one is the template.
  const group = [...unordered].sort((a, b) => (a.personal < b.personal ? -1 : 1));
  const wordings = group.flatMap(({ personal }) => toWording(personal) ?? []);
  const shared = wordings.length === group.length ? shareTemplate(wordings) : undefined;
  if (shared === undefined) return [];
  const members = group.map((one, index) => {
    const { html: personal = one.personal, words = {} } = shared.members[index] ?? {};
    return { ...one, personal, words };
  });
  const isSame = group.every(({ personal }, index) => sameHtml(personal, members[index]?.personal));
  return isSame ? [{ template: shared.template, members }] : [];
}

function sharingAddress(candidates: readonly Candidate[]): readonly Templated[] {
  return [...groupBy(candidates, ({ personal }) => canonicalHtml(personal)).values()]
    .filter((group) => new Set(group.map(({ signature }) => canonicalHtml(signature.html))).size > 1)
    .map((group) => {
      const personal = first(group.map((one) => one.personal));
      return { template: personal, members: group.map((one) => ({ ...one, personal, words: {} })) };
    });
}

function isTemplatable(html: string, emailAddress: string): boolean {
  const isPlain = !html.includes(emailAddress) || PLAIN_ADDRESS.test(emailAddress);
  return isPlain && !html.includes(OWN_ADDRESS) && !NO_TEMPLATE.test(html);
}

/** Picks a spelling, whatever their order. */
function first(spellings: readonly string[]): string {
  return [...spellings].sort()[0] ?? "";
}

/** Ends the file as editors and Git like it, where that changes nothing and there is room for it. */
function withLineEnd(html: string): string {
  const text = `${html}\n`;
  const fits = Buffer.byteLength(text, "utf8") <= MAX_SIGNATURE_BYTES;
  return fits && !html.endsWith("\n") && sameHtml(html, text) ? text : html;
}

function groupBy<Item>(items: readonly Item[], keyOf: (item: Item) => string): Map<string, Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const key = keyOf(item);
    groups.set(key, [...(groups.get(key) ?? []), item]);
  }
  return groups;
}
