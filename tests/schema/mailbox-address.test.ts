import * as fc from "fast-check";
import { sameAddress } from "../../provider/values/equality";
import { canonicalAddress } from "../../schema/canonical-address";
import { MailboxAddress } from "../../schema/fields";
import { expectSoon } from "../support/cpu-time";

const accepts = (address: unknown): boolean => MailboxAddress.safeParse(address).success;

test.each([
  "support@example.com",
  "r&d@example.com",
  "a#b@example.com",
  "o'neil+vip@example.com",
  "a/b=c?d^e_f`g{h|i}j~k!l$m%n*o-p@example.com",
  '"two words"@example.com',
  "info@bücher.example",
  "info@xn--bcher-kva.example",
  "info@例え.テスト",
  "grüße@example.com",
  "x@sub.domain.co.uk",
  "x@1and1.com",
  `${"a".repeat(64)}@example.com`,
])("%s is a mailbox", (address) => expect(accepts(address)).toBe(true));

test.each([
  "support",
  "support@",
  "@example.com",
  "support@example",
  "a b@example.com",
  ".a@example.com",
  "a.@example.com",
  "a..b@example.com",
  "a@b@example.com",
  "Support <support@example.com>",
  "a@-example.com",
  "a@exa_mple.com",
  "a@example..com",
  "a@example.com.",
  "a@[192.0.2.1]",
  "a@192.0.2.1",
  "a@xn--zzzzzz--.example",
  "a@exa%6dple.com",
  "a@example.com\n",
  '"a\u0007"@example.com',
  `${"a".repeat(65)}@example.com`,
  `a@${"b".repeat(64)}.com`,
  5,
])("%j is none", (address) => expect(accepts(address)).toBe(false));

test.each([
  ["Info@Example.COM", "info@example.com"],
  ["info@Bücher.example", "INFO@xn--bcher-kva.EXAMPLE"],
  ["grüße@example.com", "GRU\u0308ßE@example.com"],
])("%s and %s are one mailbox", (one, other) => {
  expect(sameAddress(one, other)).toBe(true);
  expect(sameAddress([one, "x@example.com"], ["x@example.com", other])).toBe(true);
});

test.each([
  ["a@example.com", "b@example.com"],
  ["a@bücher.example", "a@bucher.example"],
  ["+441234", "441234"],
  ["1234567", "0.18.214.135"],
])("%s and %s are two", (one, other) => expect(sameAddress(one, other)).toBe(false));

test("the canonical spelling is a mailbox, and its own canonical spelling", () => {
  const label = fc.stringMatching(/^[a-zA-Zäöüßéñ]{1,9}$/u);
  const address = fc
    .tuple(
      fc.stringMatching(/^[A-Za-z0-9!#$%&'*+/=?^_`{|}~ä-]{1,20}$/u),
      fc.array(label, { minLength: 2, maxLength: 3 }),
    )
    .map(([local, labels]) => `${local}@${labels.join(".")}`);
  fc.assert(
    fc.property(address, (one) => {
      expect(accepts(one)).toBe(true);
      const canonical = canonicalAddress(one);
      expect(accepts(canonical)).toBe(true);
      expect(canonicalAddress(canonical)).toBe(canonical);
    }),
  );
});

test("an address of any length is judged at once", () => {
  const judge = () => {
    for (const long of ["a.".repeat(100_000), `"${"\\a".repeat(100_000)}`, `a@${"b.".repeat(100_000)}`])
      expect(accepts(long)).toBe(false);
  };
  expectSoon(1_000, judge);
});
