import { EMAIL_ADDRESSES, type EmailAddressDto } from "../../../schema/email-address";
import {
  type EmailSignatureDto,
  type EmailSignatureInputs,
  SIGNATURE,
} from "../../../schema/email-signature";
import type { SignatureEntry } from "../../../schema/fleet/signature-entry";
import type { ExportedKind, Parts } from "../../export/exported-kind";
import { type SignatureSource, toSignatureFiles } from "./exported-files";
import { FileText, ResourceOutput, renderText } from "../../export/typescript-text";
import { emailAddress } from "../email-address/handler";
import { addressesNamedBy, exportedAddress } from "../email-address/exported";
import { getSignature } from "./calls";

const SIGNATURES: Parts<EmailSignatureDto> = {
  of: EMAIL_ADDRESSES,
  owners: exportedAddress.plural,
  part: SIGNATURE,
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

  select: addressesNamedBy,

  toDrafts(chosen, account) {
    const found = chosen.flatMap(({ name, id: addressId, dto: { emailAddress } }) => {
      const html = account.part(SIGNATURES, addressId)?.html;
      return html === undefined ? [] : [{ addressId, name, emailAddress, html }];
    });
    const { files, sources } = toSignatureFiles(found);
    const addresses = account.taken(emailAddress.kind);
    return chosen.flatMap((object) => {
      const { id } = object;
      const source = sources.get(id);
      if (source === undefined) return [];
      const { path, html } = source;
      const owner = addresses.find((address) => address.id === id);
      const addressId = owner === undefined ? id : new ResourceOutput(owner, "id");
      return {
        object,
        args: { addressId: id, html },
        declared: { addressId, html: toFileText(source, object.dto.emailAddress) },
        owner,
        entry: toEntry(source),
        file: { path, content: files.get(path) ?? html },
      };
    });
  },
};

function toEntry({ path, words }: SignatureSource): SignatureEntry {
  if (words === undefined) return { file: path };
  return { template: path, ...(Object.keys(words).length > 0 && { variables: { ...words } }) };
}

function toFileText({ path, words }: SignatureSource, emailAddress: string): FileText {
  if (words === undefined) {
    const read = `readFileSync(${renderText(path)}, "utf8")`;
    return new FileText({ path, noun: "signature", read, uses: { readFileSync: "node:fs" } });
  }
  const variables = Object.entries({ emailAddress, ...words });
  const given = variables.map(([name, value]) => `${name}: ${renderText(value)}`).join(", ");
  return new FileText({
    path,
    noun: "template",
    read: `SignatureTemplate.fromFile(${renderText(path)})`,
    then: `.render({ ${given} })`,
    uses: { SignatureTemplate: "pulumi-vcc" },
  });
}
