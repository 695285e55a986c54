import { tmpdir } from "node:os";
import * as fc from "fast-check";
import type * as z from "zod";
import { doctorCommand } from "../../provider/cli/doctor";
import { exportCommand } from "../../provider/cli/export";
import { createLifecycle } from "../../provider/lifecycle/lifecycle";
import { emailAddress } from "../../provider/kinds/email-address/handler";
import { emailProfile } from "../../provider/kinds/email-profile/handler";
import { emailSignature } from "../../provider/kinds/email-signature/handler";
import { interactionPlanMapping } from "../../provider/kinds/interaction-plan-mapping/handler";
import { createRuntime } from "../../provider/hosts/runtime";
import { EMAIL_ADDRESSES, ConsentDto, EmailAddressDto } from "../../schema/email-address";
import { EMAIL_PROFILES, EmailProfileDto } from "../../schema/email-profile";
import { EmailSignatureDto } from "../../schema/email-signature";
import { Content, Html, Id, Link, Name, CleanText } from "../../schema/foreign";
import {
  INTERACTION_PLANS,
  INTERACTION_PLAN_MAPPINGS,
  InteractionPlanDto,
  InteractionPlanMappingDto,
} from "../../schema/interaction-plan-mapping";
import { expectNoSecret, expectPrintable, HOSTILE_TEXTS } from "../support/printed-text";
import { closeServers, listOf, serve } from "../support/client-fixture";
import type { Answer, Received } from "../support/scripted-server";
import { newFolder } from "../support/folders";

jest.setTimeout(120_000);
afterEach(closeServers);

const DTOS = {
  EmailAddressDto,
  ConsentDto,
  EmailProfileDto,
  EmailSignatureDto,
  InteractionPlanMappingDto,
  InteractionPlanDto,
};
const SECRET = "Xk29-secret-of-the-client-77Qz";
const EVIL = [
  SECRET,
  encodeURIComponent(`<${SECRET}>`),
  Buffer.from(SECRET).toString("base64"),
  ...HOSTILE_TEXTS,
];
const hostile = fc
  .array(fc.oneof(fc.constantFrom(...EVIL), fc.string({ maxLength: 8 })), { minLength: 1, maxLength: 4 })
  .map((parts) => parts.join(""));

interface Definition {
  readonly type: string;
  readonly shape?: Record<string, z.ZodType>;
  readonly element?: z.ZodType;
  readonly innerType?: z.ZodType;
  readonly keyType?: z.ZodType;
  readonly valueType?: z.ZodType;
  readonly options?: readonly z.ZodType[];
  readonly in?: z.ZodType;
  readonly out?: z.ZodType;
}

const TEXTS: readonly unknown[] = [CleanText, Name, Content, Html, Id, Link];
const definitionOf = (schema: z.ZodType) => schema.def as unknown as Definition;
const partsOf = ({ shape, options, ...rest }: Definition): z.ZodType[] => [
  ...Object.values(shape ?? {}),
  ...(options ?? []),
  ...[rest.element, rest.innerType, rest.keyType, rest.valueType, rest.in, rest.out].filter(
    (part) => part !== undefined,
  ),
];

/** Paths of texts that come in without passing the gate. */
function ungated(schema: z.ZodType, path: string): string[] {
  if (TEXTS.includes(schema)) return [];
  const definition = definitionOf(schema);
  if (definition.type === "string") return [path];
  return partsOf(definition).flatMap((part, index) => ungated(part, `${path}.${index}`));
}

test.each(Object.entries(DTOS))("every text of %s has a type of foreign text", (name, schema) => {
  expect(ungated(schema, name)).toEqual([]);
});

let ids = 0;

/** By type of schema, what a server could send for it. */
const VALUES: Readonly<Record<string, (definition: Definition) => fc.Arbitrary<unknown>>> = {
  object: ({ shape = {} }) =>
    fc.record(Object.fromEntries(Object.entries(shape).map(([key, field]) => [key, valueOf(field)]))),
  array: ({ element }) => fc.array(valueOf(element), { minLength: 1, maxLength: 2 }),
  record: ({ valueType }) => fc.dictionary(hostile, valueOf(valueType), { maxKeys: 2 }),
  union: ({ options = [] }) => fc.oneof(...options.map(valueOf)),
  pipe: ({ in: from, out: to }) => valueOf(from?.def.type === "transform" ? to : from),
  number: () => fc.integer({ min: 1, max: 10_000 }),
  boolean: () => fc.boolean(),
};

/** What a server could send for a schema, with hostile text wherever it has text. */
function valueOf(schema: z.ZodType | undefined): fc.Arbitrary<unknown> {
  if (schema === undefined) throw new Error("a schema without the part that its type has");
  if (schema === (Id as z.ZodType)) return fc.constant(null).map(() => `id_${(ids += 1)}`);
  if (TEXTS.includes(schema)) return hostile;
  const definition = definitionOf(schema);
  return VALUES[definition.type]?.(definition) ?? valueOf(definition.innerType);
}

const account = fc.record({
  address: valueOf(EmailAddressDto),
  consent: valueOf(ConsentDto),
  signature: valueOf(EmailSignatureDto),
  profile: valueOf(EmailProfileDto),
  mapping: valueOf(InteractionPlanMappingDto),
  plan: valueOf(InteractionPlanDto),
  status: fc.constantFrom("Active", "Expired", "Pending", undefined),
  mailbox: fc.constantFrom("support@example.com", undefined),
  refusal: fc.record({ status: fc.constantFrom(400, 404, 409, 422, 500), title: hostile, message: hostile }),
});
type SentAccount = typeof account extends fc.Arbitrary<infer Value> ? Value : never;
interface Sent {
  id: string;
  mappingId: string;
  interactionPlanId: string;
  emailAddress: string;
  authentication: Record<string, unknown>;
}

function answersOf(sentAccount: SentAccount, isRefusing: () => boolean): (request: Received) => Answer {
  const address = sentAccount.address as Sent;
  if (sentAccount.status !== undefined) address.authentication["status"] = sentAccount.status;
  if (sentAccount.mailbox !== undefined) address.emailAddress = sentAccount.mailbox;
  const lists: Record<string, [string, object]> = {
    [EMAIL_ADDRESSES.path]: ["addresses", address],
    [EMAIL_PROFILES.path]: ["profiles", sentAccount.profile as object],
    [INTERACTION_PLAN_MAPPINGS.path]: [
      "mappings",
      { ...(sentAccount.mapping as Sent), interactionPlanId: (sentAccount.plan as Sent).interactionPlanId },
    ],
    [INTERACTION_PLANS.path]: ["interactionPlans", sentAccount.plan as object],
  };
  return ({ path, method }) => {
    const { status, ...body } = sentAccount.refusal;
    if (isRefusing())
      return { status, body, headers: { "X-Request-Id": body.title.replace(/[^ -~]/gu, "").trim() } };
    const list = lists[path];
    if (list !== undefined && method === "GET") return listOf(list[0], [list[1]]);
    if (path.endsWith("/signature")) return { body: sentAccount.signature as object };
    if (path.endsWith("/consent")) return { body: sentAccount.consent as object };
    return { body: lists[path.slice(0, path.lastIndexOf("/"))]?.[1] ?? {} };
  };
}

function expectShowable(text: string): void {
  expectNoSecret(text, [SECRET]);
  expectPrintable(text);
}

function expectTold(text: string): void {
  expectShowable(text);
  expect(text).not.toMatch(/\n|javascript:\S|http:\/\/evil/u);
}

/** What VCC says of an object, as far as it gets into the state. */
const TOLD = ["status", "healthReason", "authenticatedAt", "credentialExpiresAt", "updatedAt"];

/** What `doctor` prints, as text or JSON. */
async function examine(
  environment: Record<string, string>,
  { mailbox, status }: SentAccount,
): Promise<string[]> {
  const printed: string[] = [];
  // It looks for an engine each time, which is slow.
  if (mailbox === undefined) return [];
  const doctor = doctorCommand({
    environment,
    now: () => Date.now(),
    print: (text) => printed.push(text),
    finish: () => undefined,
  });
  await doctor.parseAsync(["--cwd", tmpdir(), ...(status === undefined ? [] : ["--json"])], { from: "user" });
  return printed;
}

test("nothing that VCC sends brings secrets, commands or links to terminal, errors, state or export", async () => {
  const said: string[] = [];
  const spy = jest.spyOn(console, "error").mockImplementation((line) => void said.push(String(line)));
  await fc.assert(
    fc.asyncProperty(account, async (sentAccount) => {
      let isRefusing = false;
      const { options } = await serve(answersOf(sentAccount, () => isRefusing));
      const printed: string[] = [];
      const environment = {
        CI: "true",
        VCC_API_BASE_URL: options.apiBaseUrl,
        VCC_AUTH_BASE_URL: options.authBaseUrl,
        VCC_CLIENT_ID: options.clientId,
        VCC_CLIENT_SECRET: SECRET,
        VCC_MAX_RETRIES: "1",
        VCC_VISIBILITY_WAIT_SECONDS: "0",
      };
      const runtime = createRuntime(environment, (line) => printed.push(line));
      // Handlers' waits take no time.
      let passedMs = 0;
      const sleep = (ms: number): Promise<void> => {
        passedMs += ms;
        return Promise.resolve();
      };
      const now = (): number => Date.now() + passedMs;
      const parts = {
        registry: runtime.registry,
        stackIdentity: runtime.stackIdentity,
        credentials: () => runtime.credentials(),
        contract: () => runtime.contract(),
        context: () => ({ ...runtime.context(), sleep, now }),
      };
      const errors: string[] = [];
      const note = (error: unknown): undefined => {
        errors.push(String(error));
      };
      const { id, emailAddress: mailbox } = sentAccount.address as Sent;
      const lifecycles = [
        { lifecycle: createLifecycle(emailAddress, parts), id },
        { lifecycle: createLifecycle(emailSignature, parts), id },
        { lifecycle: createLifecycle(emailProfile, parts), id: (sentAccount.profile as Sent).id },
        {
          lifecycle: createLifecycle(interactionPlanMapping, parts),
          id: (sentAccount.mapping as Sent).mappingId,
        },
      ];
      for (const one of lifecycles) {
        isRefusing = false;
        const found = await one.lifecycle
          .read(one.id, { __v: 1, emailAddress: mailbox, name: "x" })
          .catch(note);
        expectNoSecret(JSON.stringify(found ?? {}), [SECRET]);
        expect(JSON.stringify(found ?? {})).not.toContain("\\u001b");
        for (const key of TOLD) expectTold(String(found?.state[key]));
        const inputs = { ...found?.inputs, emailAddress: mailbox, addressId: id };
        await one.lifecycle.create(inputs).catch(note);
        if (found !== undefined)
          await one.lifecycle.update(one.id, found.state, { ...inputs, status: "Active" }).catch(note);
        isRefusing = true;
        await one.lifecycle.create(inputs).catch(note);
        if (found !== undefined) await one.lifecycle.delete(one.id, found.state).catch(note);
      }
      isRefusing = false;
      const before = process.exitCode;
      for (const args of [[], ["--json"]]) {
        await exportCommand((line) => printed.push(line), environment)
          .parseAsync(["--out", newFolder(), ...args], { from: "user" })
          .catch(note);
      }
      process.exitCode = before;
      printed.push(...(await examine(environment, sentAccount)));
      expect(errors.length).toBeGreaterThan(0);
      [...printed, ...said.splice(0), ...errors].forEach((text) => expectShowable(text));
      const links = [...printed, ...errors].join("\n").match(/open \S+/gu) ?? [];
      for (const link of links) expect(link).toMatch(/^open https:/u);
      await closeServers();
    }),
    { numRuns: 25, endOnFailure: true },
  );
  spy.mockRestore();
});
