import { createCredentials } from "../../provider/credentials/index";

test.each([
  { rule: "a short one", secret: "hunter2", isWeak: true },
  { rule: "one of words", secret: "correct horse battery", isWeak: true },
  { rule: "a random one", secret: "aB3~xY9_kQ2.", isWeak: false },
  { rule: "one that isn't here", secret: undefined, isWeak: false },
])("a secret that messages can't hide is told of, and not shown: $rule", ({ secret, isWeak }) => {
  const credentials = createCredentials({ environment: { S: secret }, folder: "/", config: () => undefined });
  const warnings = credentials.warnings({
    provider: "microsoft",
    method: "clientSecret",
    tenantId: "11111111-2222-3333-4444-555555555555",
    clientId: "99999999-8888-7777-6666-555555555555",
    clientSecret: "env:S",
  });
  expect(warnings).toEqual(
    isWeak ? [expect.stringMatching(/^The secret at env:S is short, .* Replace it/u)] : [],
  );
  if (secret !== undefined) expect(warnings.join()).not.toContain(secret);
});
