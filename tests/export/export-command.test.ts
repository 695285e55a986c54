import { writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parse } from "yaml";
import { KINDS } from "../../provider/kinds/index";
import { type RunningSimulator, startSimulator } from "../../provider/simulator/index";
import { runExport } from "../support/export-fixture";
import { fillIrregularAccount, IRREGULAR_PLANS } from "../support/irregular-account";
import { newFolder } from "../support/folders";
import { REPOSITORY } from "../support/repository";

interface Inboxes {
  readonly inboxes: Readonly<Record<string, { readonly signature?: { readonly template?: string } }>>;
}

let simulator: RunningSimulator;
beforeAll(async () => {
  simulator = await startSimulator({ plans: IRREGULAR_PLANS });
});
afterAll(async () => simulator.stop());
beforeEach(() => {
  simulator.reset();
  fillIrregularAccount(simulator);
});

describe("what is written", () => {
  test("a whole fleet is complete: exit code 0, and a program to run it with", async () => {
    const { exitCode, files, lines } = await runExport(simulator);
    expect(exitCode).toBe(0);
    expect(lines[0]).toMatch(/^Exported 9 addresses, 6 signatures, 3 profiles, 6 mappings\b/u);
    expect(Object.keys(files)).toEqual([
      "Pulumi.yaml",
      "import.json",
      "inboxes.yaml",
      "index.ts",
      "package.json",
      "signatures/returns.html",
      expect.stringMatching(/^signatures\/shared\/\w+\.html$/u),
      expect.stringMatching(/^signatures\/templates\/\w+\.html$/u),
    ]);
  });

  test("it reads only", async () => {
    simulator.clearRequests();
    await runExport(simulator);
    expect(new Set(simulator.requests().map(({ method }) => method))).toEqual(new Set(["GET"]));
  });

  test("what differs by the inbox's own address only is one template", async () => {
    const { files } = await runExport(simulator);
    const template = Object.entries(files).find(([path]) => path.startsWith("signatures/templates/"));
    expect(template?.[1]).toContain('<a href="mailto:{{ emailAddress }}">{{ emailAddress }}</a>');
    const { inboxes } = parse(files["inboxes.yaml"] ?? "") as Inboxes;
    const templates = Object.values(inboxes).flatMap(({ signature }) => signature?.template ?? []);
    expect(templates).toEqual([template?.[0], template?.[0], template?.[0]]);
  });

  test("a tie is exported as it is, with the rule switched off where it is broken", async () => {
    simulator.edit("mapping", "Returns!", { priority: 5000 });
    const { files, exitCode } = await runExport(simulator);
    expect(exitCode).toBe(0);
    expect(files["inboxes.yaml"]?.match(/tied-priority/gu)).toHaveLength(2);
  });

  test("a plan is given by GUID where its name says nothing", async () => {
    const { files } = await runExport(simulator);
    expect(files["inboxes.yaml"]).toContain("interactionPlan: 11111111-2222-4333-8444-666666666666");
    expect(files["inboxes.yaml"]).toContain("interactionPlan: Customer support");
  });

  test("the summary tells what is to be filled in and who isn't signed in, also as JSON", async () => {
    const { lines } = await runExport(simulator, ["--json"]);
    const summary = JSON.parse(lines.join("\n")) as Record<string, unknown>;
    expect(summary).toMatchObject({
      schema: "pulumi-vcc/export/v1",
      exitCode: 0,
      isComplete: true,
      taken: { addresses: 9, signatures: 6, profiles: 3, mappings: 6 },
      unread: [],
      leftOut: [],
      notSignedIn: [
        { emailAddress: "billing@example.com", status: "Pending" },
        { emailAddress: "care.vip@example.com", status: "Expired" },
        { emailAddress: "returns@example.com", status: "Expired" },
      ],
    });
    expect(summary["toFillIn"]).toContainEqual({
      emailAddress: "sales@example.org",
      method: "certificate",
      fields: ["tenantId", "clientId"],
      references: [
        "env:MICROSOFT_CERTIFICATE_SALES_EXAMPLE_ORG",
        "env:MICROSOFT_PRIVATE_KEY_SALES_EXAMPLE_ORG",
      ],
    });
  });

  test("nothing secret is in any file or line", async () => {
    const { files, lines } = await runExport(simulator);
    const everything = [...Object.values(files), ...lines].join("\n");
    expect(everything).not.toContain(simulator.clientSecret);
    expect(everything).not.toMatch(/Bearer|access_token/u);
  });
});

describe("files that are there already", () => {
  test("equal ones are left alone, so a second export changes nothing", async () => {
    const { folder, files } = await runExport(simulator);
    const again = await runExport(simulator, [], folder);
    expect(again.files).toEqual(files);
    expect(again.lines.some((line) => line.startsWith("Written"))).toBe(false);
  });

  test("other ones stop the export before anything is written", async () => {
    const folder = newFolder();
    writeFileSync(join(folder, "inboxes.yaml"), "mine");
    await expect(runExport(simulator, [], folder)).rejects.toThrow(
      "--out: a folder without other versions of the files, got inboxes.yaml. Nothing was written.",
    );
    expect(
      (await runExport(simulator, ["--only", "1800@*", "--force"], folder)).files["inboxes.yaml"],
    ).toContain("1800@example.com");
  });

  test("a program around them is kept, also with --force", async () => {
    const folder = newFolder();
    for (const file of ["index.ts", "package.json"]) writeFileSync(join(folder, file), "mine");
    const { files, lines } = await runExport(simulator, ["--force"], folder);
    expect([files["index.ts"], files["package.json"]]).toEqual(["mine", "mine"]);
    expect(lines).toContain("Already there, and left as they are: index.ts, package.json");
  });
});

describe("a part of an account", () => {
  interface Written {
    readonly defaults?: { readonly emailAddress?: string };
    readonly inboxes: Readonly<Record<string, { readonly emailAddress?: string }>>;
  }
  const inboxesOf = (text = ""): string[] => {
    const { defaults, inboxes } = parse(text) as Written;
    return Object.entries(inboxes).map(
      ([name, { emailAddress }]) =>
        emailAddress ?? defaults?.emailAddress?.replace("${inbox}", name) ?? "no address",
    );
  };

  test.each<{ rule: string; args: readonly string[]; inboxes: readonly string[] }>([
    {
      rule: "by address, without case",
      args: ["SALES@*"],
      inboxes: ["Sales@Example.com", "sales@example.org"],
    },
    { rule: "by name", args: ["Équipe*"], inboxes: ["support@example.com"] },
    {
      rule: "by several globs",
      args: ["1800@*", "billing@*"],
      inboxes: ["1800@example.com", "billing@example.com"],
    },
    { rule: "with a plus", args: ["care+*"], inboxes: ["care+vip@example.com"] },
  ])("is chosen $rule", async ({ args, inboxes }) => {
    const { files } = await runExport(
      simulator,
      args.flatMap((glob) => ["--only", glob]),
    );
    expect(inboxesOf(files["inboxes.yaml"])).toEqual(inboxes);
  });

  test("comes with its mappings, whose other addresses are given as text", async () => {
    const { files } = await runExport(simulator, ["--only", "sales@example.com"]);
    expect(files["inboxes.yaml"]).toContain(
      "everybody:\n    inboxes:\n      - sales-example-com\n    addresses:\n      - returns@example.com\n      - sales@example.org\n",
    );
  });

  test("refers by id to a profile that others share, and takes one that nobody else uses", async () => {
    const shared = await runExport(simulator, ["--only", "support@*"]);
    expect(shared.files["inboxes.yaml"]).toContain("profile:\n      fromId: prf_");
    const own = await runExport(simulator, ["--only", "care.vip@*"]);
    expect(own.files["inboxes.yaml"]).toContain("profiles:\n  sales:\n    name: sales\n");
  });

  test("names are those of the whole account", async () => {
    const { files } = await runExport(simulator, ["--only", "sales@example.org"]);
    expect(files["inboxes.yaml"]).toContain("\n  sales-example-org:\n");
  });

  test("of one kind refers to the others", async () => {
    const { files } = await runExport(simulator, ["--kind", "mapping"]);
    expect(files["inboxes.yaml"]).not.toContain("inboxes:");
    expect(files["inboxes.yaml"]).toContain("addresses:\n      - support@example.com\n");
  });

  test("signatures alone have no place in a fleet file", async () => {
    await expect(runExport(simulator, ["--kind", "signature"])).rejects.toThrow(
      "--kind: address together with signature in a fleet file, got signature alone. Add --kind address, or use --format typescript.",
    );
  });

  test("that matches nothing is an error", async () => {
    await expect(runExport(simulator, ["--only", "nobody@*"])).rejects.toThrow(
      "--only: globs that match an email address or a name, got nobody@*, which match none.",
    );
  });
});

describe("what is next", () => {
  const SIGN_IN = /^ {2}pulumi up --refresh {4}\(signs in to .*support@example\.com/u;

  test("names the mailboxes that aren't signed in, which the state takes for Active", async () => {
    simulator.expire("support@example.com");
    const { lines } = await runExport(simulator, ["--only", "support@example.com"]);
    expect(lines).toContainEqual(expect.stringMatching(SIGN_IN));
    expect(lines.slice(lines.indexOf("Next, in that folder:"))).toContainEqual(
      expect.stringMatching(SIGN_IN),
    );
  });

  test("is no sign-in where all are signed in", async () => {
    const { lines } = await runExport(simulator, ["--only", "sales@example.com"]);
    expect(lines.join("\n")).not.toContain("--refresh");
  });
});

describe("what can't be read or taken is told in the folder, too", () => {
  const FORBIDDEN = { status: 403, body: '{"message":"Missing scope"}' };
  const FILES = [
    { format: "fleet", path: "inboxes.yaml" },
    { format: "typescript", path: "index.ts" },
  ];

  test.each(FILES)("signatures, each with its address: $format", async ({ format, path }) => {
    simulator.addFault({ ...FORBIDDEN, path: "/signature", times: 5 });
    const { files } = await runExport(simulator, ["--format", format]);
    const [header = ""] = (files[path] ?? "").split(/^(?![#/])/mu);
    expect(header).toContain("PARTIAL. These could not be read");
    expect(header.match(/- the signature of \S+@\S+$/gmu)).toHaveLength(5);
    // Every export that reads as much has the same bytes.
    expect(header).not.toContain("request");
  });

  test.each([
    { what: "the email addresses", path: "/addresses$" },
    { what: "the email profiles", path: "/profiles" },
    { what: "the mappings", path: "/mappings" },
    { what: "the names of interaction plans", path: "/interactionPlans" },
  ])("$what", async ({ what, path }) => {
    simulator.addFault({ ...FORBIDDEN, path, times: 1 });
    const { files } = await runExport(simulator);
    expect(files["inboxes.yaml"]).toContain(`# - ${what}\n`);
  });

  test.each(FILES)(
    "what a program can't declare, on a line of its own: $format",
    async ({ format, path }) => {
      simulator.overwrite("profile", "sales", { name: `x\n*/ evil();${"x".repeat(129)}` });
      const { files } = await runExport(simulator, ["--format", format]);
      expect(files[path]).toMatch(/^(?:#|\/\/) - EmailProfile "x.*evil\(\);xxx/mu);
      expect(files[path]).not.toMatch(/^\*\/ evil/mu);
    },
  );

  test.each(FILES)("nothing where nothing is missing: $format", async ({ format, path }) => {
    const { files } = await runExport(simulator, ["--format", format]);
    expect(files[path]).not.toContain("PARTIAL");
  });
});

describe("what can't be read or taken is told, and the rest is written: exit code 2", () => {
  const FORBIDDEN = { status: 403, body: '{"message":"Missing scope"}' };

  test.each<{ rule: string; path: string; told: RegExp; kept: string }>([
    { rule: "profiles", path: "/profiles", told: /^ {2}the email profiles: .*403/u, kept: "fromId: prf_" },
    {
      rule: "plans",
      path: "/interactionPlans",
      told: /^ {2}the names of interaction plans: /u,
      kept: "interactionPlan: ",
    },
    {
      rule: "addresses",
      path: "/addresses$",
      told: /^ {2}the email addresses: /u,
      kept: "addresses:\n      - support@",
    },
  ])("$rule", async ({ path, told, kept }) => {
    simulator.addFault({ ...FORBIDDEN, path, times: 1 });
    const { exitCode, lines, files } = await runExport(simulator);
    expect(exitCode).toBe(2);
    expect(lines).toContainEqual(expect.stringMatching(told));
    expect(lines.at(-1)).toBe("The export is partial: exit code 2.");
    expect(files["inboxes.yaml"]).toContain(kept);
  });

  test("404 counts as not permitted, where there has to be something", async () => {
    simulator.addFault({ status: 404, path: "/mappings", times: 1 });
    expect((await runExport(simulator)).exitCode).toBe(2);
  });

  test("some signatures", async () => {
    simulator.addFault({ ...FORBIDDEN, path: "/signature", times: 5 });
    const { exitCode, lines } = await runExport(simulator);
    expect(exitCode).toBe(2);
    expect(lines).toContainEqual(
      expect.stringMatching(/^ {2}the signatures of .*, .*, .* and 2 more addresses: /u),
    );
  });

  test("nothing at all is an error", async () => {
    simulator.addFault({
      ...FORBIDDEN,
      times: 9,
      path: KINDS.map(({ exported }) => exported.list.path).join("|"),
    });
    await expect(runExport(simulator)).rejects.toThrow(/403|Missing scope/u);
  });

  test("any other failure is one of the whole export", async () => {
    simulator.addFault({ status: 500, path: "/profiles", times: 9 });
    await expect(runExport(simulator)).rejects.toThrow(/profiles/u);
    simulator.clearFaults();
  });

  test("an object that a program can't declare is left out with the reason; what names it goes on", async () => {
    simulator.overwrite("address", "support@example.com", { description: "x".repeat(501) });
    simulator.overwrite("profile", "sales", { name: "x".repeat(129) });
    const { exitCode, lines, files } = await runExport(simulator);
    expect(exitCode).toBe(2);
    expect(lines).toContainEqual(
      expect.stringMatching(/^ {2}EmailAddress "support@example.com": description: text of at most 500/u),
    );
    expect(lines).toContainEqual(expect.stringMatching(/^ {2}EmailProfile "xxx/u));
    expect(files["inboxes.yaml"]).toContain("addresses:\n      - support@example.com\n");
    expect(files["inboxes.yaml"]).toContain("fromId: prf_");
  });

  test("a word that isn't known is left to VCC, and its address stays in the program", async () => {
    simulator.overwrite("address", "support@example.com", { serviceNameForReports: "valueOfTomorrow" });
    const { exitCode, lines, files } = await runExport(simulator, ["--only", "support@*"]);
    expect(exitCode).toBe(0);
    expect(lines).toContain("  support@example.com: serviceNameForReports valueOfTomorrow");
    expect(files["inboxes.yaml"]).toContain("emailAddress: support@example.com");
    expect(files["inboxes.yaml"]).not.toContain("serviceNameForReports");
  });

  test("mappings of others that lack what is optional spoil nothing", async () => {
    const [known] = simulator.state().mappings;
    const mapping = (mappingId: string, fields: object) => ({ mappingId, mappingName: mappingId, ...fields });
    const mappings = [
      known,
      mapping("voice", { mappingDescription: null, toAddresses: ["+441234567890", 4_412] }),
      mapping("noAddress", {}),
      mapping("noPlan", { toAddresses: ["support@example.com"] }),
      mapping("noPriority", {
        interactionPlanId: known?.interactionPlanId,
        toAddresses: ["support@example.com"],
        dataSources: { name: "flow", value: "x" },
      }),
      mapping("odd", { toAddresses: { to: "support@example.com" } }),
    ];
    const meta = { page: 1, count: mappings.length, pageCount: 1, totalCount: mappings.length };
    simulator.addFault({ method: "GET", path: "/mappings$", status: 200, body: { mappings, meta } });
    const { exitCode, lines, files } = await runExport(simulator);
    expect(exitCode).toBe(2);
    expect(lines).toContain("Mappings of other channels, which aren't exported: voice, noAddress");
    expect(lines).toContainEqual(
      expect.stringMatching(/^ {2}InteractionPlanMapping "noPlan": interactionPlan: the name or GUID/u),
    );
    expect(lines).toContainEqual(
      expect.stringMatching(/^ {2}the mapping odd: this release can't read it: toAddresses is not/u),
    );
    const entry = /name: noPriority\n(?: +.*\n)*/u.exec(files["inboxes.yaml"] ?? "")?.[0];
    expect(entry).toContain("flow: x");
    expect(entry).not.toContain("priority");
  });

  test("a sign-in of a kind that isn't known is exported as one by a person", async () => {
    const { authentication } = simulator.state().addresses[0] ?? {};
    simulator.overwrite("address", "support@example.com", {
      authentication: { ...authentication, method: "passkey" },
    });
    const { exitCode, lines, files } = await runExport(simulator, ["--only", "support@*"]);
    expect(exitCode).toBe(0);
    expect(lines).toContain("  support@example.com: passkey");
    expect(files["inboxes.yaml"]).not.toContain("credential");
  });
});

test("an empty account gives an empty fleet", async () => {
  simulator.reset();
  const { exitCode, files } = await runExport(simulator);
  expect(exitCode).toBe(0);
  expect(files["inboxes.yaml"]).toMatch(/\{\}\n$/u);
});

test("settings that are missing are told, with both ways to set them", async () => {
  await expect(runExport({ environment: {} })).rejects.toThrow(/clientId: .*VCC_CLIENT_ID/u);
});

test("the program depends on the package that exported it, so that npm install finds it", async () => {
  const { files, folder } = await runExport(simulator);
  const { dependencies } = JSON.parse(files["package.json"] ?? "{}") as {
    dependencies: Record<string, string>;
  };
  const [scheme, path = ""] = dependencies["pulumi-vcc"]?.split(/(?<=^file:)/u) ?? [];
  expect([scheme, resolve(folder, path)]).toEqual(["file:", REPOSITORY]);
});
