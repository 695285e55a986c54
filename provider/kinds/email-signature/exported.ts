import { EMAIL_ADDRESSES, type EmailAddressDto } from "../../../schema/email-address";
import {
  type EmailSignatureDto,
  type EmailSignatureInputs,
  SIGNATURE_PATH,
} from "../../../schema/email-signature";
import type { SignatureEntry } from "../../../schema/fleet/signature-entry";
import type { ExportedKind, NamedObject, Parts, PartlyTaken } from "../../export/exported-kind";
import { type FoundSignature, type SignatureSource, toSignatureFiles } from "./exported-files";
import { FileText, Reference, renderText } from "../../export/typescript-text";
import { emailAddress } from "../email-address/handler";
import { addressesNamedBy, exportedAddress } from "../email-address/exported";
import { getSignature } from "./calls";

const SIGNATURES: Parts<EmailSignatureDto> = {
  of: EMAIL_ADDRESSES,
  owners: exportedAddress.plural,
  subpath: SIGNATURE_PATH,
  get: getSignature,
};

export const exportedSignature: ExportedKind<EmailAddressDto, EmailSignatureInputs, "signatures"> = {
  noun: "signature",
  plural: "signatures",
  list: EMAIL_ADDRESSES,
  parts: SIGNATURES,
  fleet: { section: "inboxes", within: exportedAddress.noun },
  label: (address) => address.emailAddress,

  names: (_account, namesOf) => namesOf(emailAddress.kind),

  select: (matches, account) => addressesNamedBy(matches, account),

  toDrafts(chosen, account) {
    const { files, sources } = toSignatureFiles(foundSignatures(chosen, account));
    const addresses = account.taken(emailAddress.kind);
    return chosen.flatMap((object) => {
      const { id } = object;
      const source = sources.get(id);
      if (source === undefined) return [];
      const { path, html } = source;
      const owner = addresses.find((address) => address.id === id);
      const addressId = owner === undefined ? id : new Reference(owner, "id");
      return {
        object,
        args: { addressId: id, html },
        declared: { addressId, html: toFileText(source) },
        owner,
        entry: toEntry(source),
        file: { path, content: files.get(path) ?? html },
      };
    });
  },
};

function foundSignatures(
  chosen: readonly NamedObject<EmailAddressDto>[],
  account: PartlyTaken,
): FoundSignature[] {
  return chosen.flatMap(({ name, id, dto }) => {
    const html = account.part(SIGNATURES, id)?.html;
    return html === undefined ? [] : [{ addressId: id, name, emailAddress: dto.emailAddress, html }];
  });
}

function toEntry(source: SignatureSource): SignatureEntry {
  if (source.kind === "file") return { file: source.path };
  const { path: template, words } = source;
  return Object.keys(words).length === 0 ? { template } : { template, variables: { ...words } };
}

function toFileText(source: SignatureSource): FileText {
  const { path } = source;
  if (source.kind === "file") {
    const read = `readFileSync(${renderText(path)}, "utf8")`;
    return new FileText({ path, noun: "signature", read, uses: { readFileSync: "node:fs" } });
  }
  const variables = Object.entries({ emailAddress: source.emailAddress, ...source.words });
  const given = variables.map(([name, value]) => `${name}: ${renderText(value)}`).join(", ");
  return new FileText({
    path,
    noun: "template",
    read: `SignatureTemplate.fromFile(${renderText(path)})`,
    then: `.render({ ${given} })`,
    uses: { SignatureTemplate: "pulumi-vcc" },
  });
}
