import { createSign, generateKeyPairSync, type KeyObject } from "node:crypto";

/** A self-signed certificate with its key, both PEM. Node can read certificates, but not make them. */
export interface TestCertificate {
  readonly certificate: string;
  readonly privateKey: string;
  readonly publicKey: KeyObject;
}

const SEQUENCE = 0x30;
const SET = 0x31;
const INTEGER = 0x02;
const BIT_STRING = 0x03;
const GENERALIZED_TIME = 0x18;
const UTF8_STRING = 0x0c;
const COMMON_NAME = Buffer.from("0603550403", "hex");
const SHA256_WITH_RSA = Buffer.from("300d06092a864886f70d01010b0500", "hex");
/** The extension that says `cA: true`. */
const BASIC_CONSTRAINTS = Buffer.from("a3133011300f0603551d130101ff040530030101ff", "hex");
const VERSION_3 = Buffer.from("a003020102", "hex");

let serial = 1;

/** `isAuthority`: it may sign others. */
export function createCertificate(
  notBefore: Date,
  notAfter: Date,
  { subject = "test", isAuthority = false } = {},
): TestCertificate {
  const { publicKey, privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const name = der(SEQUENCE, der(SET, der(SEQUENCE, COMMON_NAME, der(UTF8_STRING, Buffer.from(subject)))));
  const signed = der(
    SEQUENCE,
    VERSION_3,
    der(INTEGER, Buffer.from([(serial += 1)])),
    SHA256_WITH_RSA,
    name,
    der(SEQUENCE, time(notBefore), time(notAfter)),
    name,
    publicKey.export({ type: "spki", format: "der" }),
    ...(isAuthority ? [BASIC_CONSTRAINTS] : []),
  );
  const signature = createSign("sha256").update(signed).sign(privateKey);
  const whole = der(SEQUENCE, signed, SHA256_WITH_RSA, der(BIT_STRING, Buffer.from([0]), signature));
  const lines = whole.toString("base64").match(/.{1,64}/gu) ?? [];
  return {
    certificate: `-----BEGIN CERTIFICATE-----\n${lines.join("\n")}\n-----END CERTIFICATE-----\n`,
    privateKey: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
    publicKey,
  };
}

function time(date: Date): Buffer {
  return der(GENERALIZED_TIME, Buffer.from(`${date.toISOString().replace(/\D/gu, "").slice(0, 14)}Z`));
}

function der(tag: number, ...parts: readonly Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  const hex = content.length.toString(16);
  const length = Buffer.from(hex.padStart(hex.length + (hex.length % 2), "0"), "hex");
  const head =
    content.length < 0x80 ? Buffer.from([content.length]) : Buffer.from([0x80 + length.length, ...length]);
  return Buffer.concat([Buffer.from([tag]), head, content]);
}
