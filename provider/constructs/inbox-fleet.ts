import { canonicalAddress } from "../../schema/canonical-address";
import { basename, extname } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import type { SharedMappingEntry } from "../../schema/fleet/mapping-entry";
import type { ProfileEntry } from "../../schema/fleet/profile-entry";
import type { FleetAllowances } from "../fleet/allowances";
import type * as loading from "../fleet/load-fleet";
import { componentType } from "../pulumi/provider-text";
import { type Problem, renderProblem } from "../fleet/problem";
import type { ResolvedFleet } from "../fleet/resolve-fleet";
import { own } from "../values/own";
import { withoutUndefined } from "../values/records";
import { withParentAliases } from "../pulumi/aliases";
import { EmailProfile } from "../kinds/email-profile/class";
import { InteractionPlanMapping } from "../kinds/interaction-plan-mapping/class";
import { defined, toInboxProps, toProfile } from "./fleet-props";
import { formerPlaces } from "./former-names";
import { Inbox } from "./inbox";
import type { InboxOutputs, InboxProfile } from "./inbox-props";
import { ProblemsError } from "./problems-error";
import { stackConfig } from "./stack-variables";

export type { FleetAllowances } from "../fleet/allowances";

/** Options for reading a fleet file. */
export interface InboxFleetOptions {
  /** The environment of the file, usually `pulumi.getStack()`; of a file without environments, always. */
  readonly environment: string;
  /** Name of the component. Default: the file's name without its ending. */
  readonly name?: string;
  /** Folders and variables that the file may use besides its own folder. Default: none. */
  readonly allow?: FleetAllowances;
}

/** Fields that entries of all kinds have. */
interface Entry {
  readonly formerNames?: string | undefined;
  readonly protect?: boolean | undefined;
  readonly keepInVcc?: boolean | undefined;
}

/**
 * All inboxes of a fleet file, with the profiles and mappings that they share.
 *
 * @example
 * ```ts
 * import * as pulumi from "@pulumi/pulumi";
 * import { InboxFleet } from "pulumi-vcc";
 *
 * const fleet = InboxFleet.fromFile("inboxes.yaml", { environment: pulumi.getStack() });
 * export const inboxes = fleet.outputs;
 * ```
 */
export class InboxFleet extends pulumi.ComponentResource {
  /** The inboxes by their names in the file. */
  readonly inboxes: Readonly<Record<string, Inbox>>;
  /** The profiles that the file manages, by their names in the file. */
  readonly profiles: Readonly<Record<string, EmailProfile>>;
  /** The mappings that stand apart from inboxes, by their names in the file. */
  readonly mappings: Readonly<Record<string, InteractionPlanMapping>>;

  readonly #byAddress: ReadonlyMap<string, Inbox>;

  private constructor(
    name: string,
    { fleet, signatures, problems }: ResolvedFleet,
    opts: pulumi.ComponentResourceOptions = {},
  ) {
    const type = componentType("InboxFleet");
    super(type, name, {}, withParentAliases(name, type, opts));
    // Errors have ended the program before.
    for (const warning of problems) void pulumi.log.warn(renderProblem(warning), this);
    const { profiles = {}, inboxes = {}, mappings = {} } = fleet;
    const shared = mapValues(profiles, (entry, key) => this.#profile(key, entry));
    this.profiles = Object.fromEntries(
      Object.entries(shared).flatMap(([key, one]) => (one instanceof EmailProfile ? [[key, one]] : [])),
    );
    this.inboxes = mapValues(inboxes, (entry, key) => {
      const props = toInboxProps(entry, { profiles: shared, html: signatures.get(key) });
      return new Inbox(key, props, this.#options(entry));
    });
    this.#byAddress = new Map(
      Object.entries(inboxes).map(([key, { emailAddress }]) => [
        canonicalAddress(emailAddress),
        this.inbox(key),
      ]),
    );
    this.mappings = mapValues(mappings, (entry, key) => this.#mapping(key, entry));
    this.registerOutputs({});
  }

  /**
   * The fleet of a YAML or JSON file, whose path is relative to the program's folder, in one environment. Nothing is
   * registered before the whole file is known to be right, also beside the program's other fleets; warnings are shown.
   * Error: a `ProblemsError` that lists every mistake with file, line and column.
   */
  static fromFile(
    path: string,
    options: InboxFleetOptions,
    opts?: pulumi.ComponentResourceOptions,
  ): InboxFleet {
    const { environment, name = basename(path, extname(path)), allow = {} } = options;
    const { loadFleet, ...across } = onFirstUse();
    const resolved = loadFleet(path, {
      environment,
      env: process.env,
      allowedEnv: allow.env ?? [],
      config: stackConfig(),
      programFolder: process.cwd(),
      allowedFolders: allow.folders ?? [],
      isEnvironmentKnown: environment === pulumi.getStack(),
      nowMs: Date.now(),
    });
    const problems = [...resolved.problems, ...problemsAcross(resolved, across)];
    const errors = problems.filter(({ severity }) => severity === "error");
    if (errors.length > 0) throw new ProblemsError(errors);
    rememberFleet(name, resolved, opts);
    return new InboxFleet(name, { ...resolved, problems }, opts);
  }

  /** The inbox of this name. Error: where the file has none of this name in this environment. */
  inbox(name: string): Inbox {
    return named("inbox", this.inboxes, name);
  }

  /** The profile of this name, where the file manages it. Error: where it has none of this name in this environment. */
  profile(name: string): EmailProfile {
    return named("profile", this.profiles, name);
  }

  /** Facts for other stacks, by inbox: `export const inboxes = fleet.outputs`. */
  get outputs(): Readonly<Record<string, InboxOutputs>> {
    return mapValues(this.inboxes, ({ outputs }) => outputs);
  }

  #profile(name: string, { formerNames, protect, keepInVcc, ...entry }: ProfileEntry): InboxProfile {
    const profile = toProfile(entry);
    if (typeof profile === "string" || "id" in profile) return profile;
    return new EmailProfile(name, profile, this.#childOptions(name, { formerNames, protect, keepInVcc }));
  }

  #mapping(name: string, entry: SharedMappingEntry): InteractionPlanMapping {
    const { inboxes = [], addresses = [], formerNames, protect, keepInVcc, ignore: _ignore, ...args } = entry;
    const named = inboxes.map((inbox) => this.inbox(inbox));
    const owners = addresses.map((address) => this.#byAddress.get(canonicalAddress(address)));
    const managed = new Set([...named, ...owners.filter((inbox) => inbox !== undefined)]);
    // The rule unmanaged-address has spoken of these; as outputs, the class doesn't warn once more.
    const unmanaged = addresses
      .filter((_address, index) => owners[index] === undefined)
      .map((text) => pulumi.output(text));
    return new InteractionPlanMapping(
      name,
      {
        ...defined(args),
        addresses: [...[...managed].map(({ emailAddress }) => emailAddress), ...unmanaged],
      },
      this.#childOptions(name, { formerNames, protect, keepInVcc }),
    );
  }

  #childOptions(name: string, { formerNames, ...protection }: Entry): pulumi.CustomResourceOptions {
    return { ...this.#options(protection), aliases: formerPlaces(name, formerNames) };
  }

  #options({ protect, keepInVcc }: Omit<Entry, "formerNames">): pulumi.ResourceOptions {
    return { parent: this, ...withoutUndefined({ protect, retainOnDelete: keepInVcc }) };
  }
}

/** A fleet that the program has made already. */
interface MadeFleet {
  readonly name: string;
  readonly hasParent: boolean;
  readonly loaded: loading.LoadedFleet;
}

/** By the run's connection to the engine: one process may run several programs. */
const fleetsByRun = new WeakMap<object, MadeFleet[]>();

function fleetsOfRun(): readonly MadeFleet[] {
  const run = pulumi.runtime.getMonitor();
  return (run && fleetsByRun.get(run)) ?? [];
}

function rememberFleet(
  name: string,
  { loaded }: ResolvedFleet,
  opts: pulumi.ComponentResourceOptions | undefined,
): void {
  const earlier = fleetsOfRun();
  const hasParent = opts?.parent !== undefined;
  const same = earlier.find((fleet) => fleet.name === name && !fleet.hasParent && !hasParent);
  if (same !== undefined) {
    throw new pulumi.RunError(
      `InboxFleet "${name}": a name of its own in the program, got that of the fleet in ${same.loaded.file}. ` +
        "Give one of them another, as in InboxFleet.fromFile(file, { environment, name }).",
    );
  }
  const run = pulumi.runtime.getMonitor();
  if (run !== undefined && loaded !== undefined)
    fleetsByRun.set(run, [...earlier, { name, hasParent, loaded }]);
}

/** Contradictions between the file and the program's other fleets, in both files' words, before anything is registered. */
function problemsAcross(
  { loaded }: ResolvedFleet,
  { lintAcross, sharedNames }: Pick<typeof loading, "lintAcross" | "sharedNames">,
): readonly Problem[] {
  const earlier = fleetsOfRun().map((fleet) => fleet.loaded);
  if (loaded === undefined || earlier.length === 0) return [];
  return [...lintAcross(earlier, loaded).problems, ...sharedNames(earlier, loaded)];
}

/** zod and the YAML parser are loaded by programs that have a fleet file, and by no others. */
function onFirstUse(): typeof loading {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- a component can't wait for import()
  return require("../fleet/load-fleet") as typeof loading;
}

function named<Entry>(what: string, entries: Readonly<Record<string, Entry>>, name: string): Entry {
  const entry = own(entries, name);
  if (entry !== undefined) return entry;
  const known = Object.keys(entries).join(", ");
  throw new pulumi.RunError(`${what}: one of the fleet, got "${name}". Known are ${known}.`);
}

function mapValues<From, To>(
  record: Readonly<Record<string, From>>,
  map: (value: From, key: string) => To,
): Record<string, To> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value, key)]));
}
