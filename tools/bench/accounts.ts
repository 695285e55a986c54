import { type RunningSimulator, startSimulator } from "../../provider/simulator/index";
import type { Engine } from "../engine/engine";
import {
  AT_THE_END,
  createProject,
  DESTROY,
  GOOGLE_KEY,
  type Project,
  REFRESH,
  UP,
  UP_IDENTITY,
} from "./project";
import { printRow } from "./table";

interface Step {
  readonly name: string;
  readonly args: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  /** Changes nothing, so that it may be measured again. */
  readonly isRepeatable?: true;
}

const CREATE: Step = { name: "create", args: UP };
const CREATE_AT_THE_END: Step = {
  name: "create, one state write at the end",
  args: UP,
  environment: AT_THE_END,
};
const LOOKS: readonly Step[] = [
  { name: "no-op preview", args: ["preview"], isRepeatable: true },
  { name: "refresh", args: REFRESH, isRepeatable: true },
];
const AT_THE_END_STEPS: readonly Step[] = [
  CREATE_AT_THE_END,
  { name: "destroy, one state write at the end", args: DESTROY, environment: AT_THE_END },
];
const STEPS: readonly Step[] = [CREATE, ...LOOKS, { name: "destroy", args: DESTROY }, ...AT_THE_END_STEPS];
/** The steps of so many inboxes that a state write after each of them takes many minutes. */
const STEPS_OF_MANY: readonly Step[] = AT_THE_END_STEPS.toSpliced(1, 0, ...LOOKS);

/** Of a step that changes nothing, the least of so many times counts, as the machine does other things, too. */
const REPEATS = 3;
const MANY = 101;
/**
 * Dynamic providers without a queue of writes, a retry or a registry. Side by side they fail where a write takes time:
 * `Request failed with status code 409`, as VCC refuses "Simultaneous administration".
 */
const PLAIN_FLAGS = ["--parallel", "1"];

const COLUMNS = [
  ...["API calls", "an inbox", "wall s", "floor s", "of floor", "shaped s", "of shaped"],
  ...["plain s", "its calls"],
];

/** A stack and its account; the floor has none. */
interface Contestant {
  readonly project: Project;
  readonly account?: RunningSimulator;
}

interface Contest {
  readonly inboxes: Contestant;
  readonly floor: Contestant;
  /** The floor with as many properties as inboxes have, for which Pulumi's SDK takes time, too. */
  readonly shaped: Contestant;
  readonly plain: Contestant | undefined;
}

interface Measured {
  readonly calls: number;
  readonly wall: number;
}

/**
 * Prints calls and wall time of every step for so many inboxes, step by step beside the engine's floor, the floor of
 * resources with as many properties, and, for few, a plain provider.
 */
export async function measureAccounts(engine: Engine, count: number): Promise<void> {
  const inboxes = await contestant(engine, "inboxes", count);
  const floor = { project: await createProject(engine, "floor", count, {}) };
  const plain = count >= MANY ? undefined : await contestant(engine, "plain", count);
  const shaped = { project: await createProject(engine, "floor", count, { SHAPED: "true" }) };
  const contest = { inboxes, floor, shaped, plain };
  try {
    console.log(`${count} ${count === 1 ? "inbox" : "inboxes"}, ${3 * count} resources`);
    printRow("", COLUMNS);
    const walls = new Map<Step, readonly [ours: number, floor: number]>();
    for (const step of count >= MANY ? STEPS_OF_MANY : STEPS) {
      // Nothing is made before it is stored.
      if (step === CREATE_AT_THE_END) await inboxes.project.pulumi.quietly(UP_IDENTITY);
      const [ours, least] = await measureStep(contest, step, count);
      walls.set(step, [ours.wall, least.wall]);
      if (walls.size === 1) await printStateBytes(contest, 3 * count);
    }
    const [atTheEnd = 0] = walls.get(CREATE_AT_THE_END) ?? [];
    const [, afterEach = (await measure(floor, CREATE)).wall] = walls.get(CREATE) ?? [];
    const share = (atTheEnd / afterEach).toFixed(3);
    console.log(
      `  create, one state write at the end, to the floor's with a write after each step (${afterEach.toFixed(1)} s): ${share}\n`,
    );
  } finally {
    for (const each of [inboxes, floor, shaped, plain]) await end(each);
  }
}

async function contestant(
  engine: Engine,
  program: "inboxes" | "plain",
  count: number,
): Promise<Required<Contestant>> {
  const account = await startSimulator({ settings: { detectsOverlappingWrites: true } });
  const environment = { ...account.environment, GOOGLE_KEY };
  return { account, project: await createProject(engine, program, count, environment) };
}

async function end(contestant: Contestant | undefined): Promise<void> {
  await contestant?.account?.stop();
  await contestant?.project.remove();
}

/** Ours, and the floor. */
async function measureStep(
  { inboxes, floor, shaped, plain }: Contest,
  step: Step,
  count: number,
): Promise<readonly [Measured, Measured]> {
  const runs: (readonly [Measured, Measured, Measured])[] = [];
  const repeats = step.isRepeatable === true ? REPEATS : 1;
  while (runs.length < repeats)
    runs.push([await measure(inboxes, step), await measure(floor, step), await measure(shaped, step)]);
  const ours = least(runs.map(([first]) => first));
  const floorOnly = least(runs.map(([, second]) => second));
  const shapedOnly = least(runs.map(([, , third]) => third));
  const theirs = plain && (await measure(plain, { ...step, args: [...step.args, ...PLAIN_FLAGS] }));
  const besides = [floorOnly, shapedOnly].flatMap(({ wall }) => [
    wall.toFixed(1),
    (ours.wall / wall).toFixed(2),
  ]);
  const cells = [ours.calls, (ours.calls / count).toFixed(2), ours.wall.toFixed(1), ...besides];
  printRow(step.name, theirs === undefined ? cells : [...cells, theirs.wall.toFixed(1), theirs.calls]);
  return [ours, floorOnly];
}

async function measure({ project, account }: Contestant, { args, environment }: Step): Promise<Measured> {
  account?.clearRequests();
  const wall = await project.time(args, environment);
  return { wall, calls: account?.requests().length ?? 0 };
}

function least(measured: readonly Measured[]): Measured {
  return measured.reduce((one, other) => (other.wall < one.wall ? other : one));
}

async function printStateBytes({ inboxes, floor, plain }: Contest, resources: number): Promise<void> {
  const ours = await inboxes.project.stateBytes(resources);
  const texts = [`ours ${ours}`, `floor ${await floor.project.stateBytes(resources)}`];
  if (plain !== undefined) {
    const bytes = await plain.project.stateBytes(resources);
    texts.push(`plain ${bytes}, of which ours is ${(ours / bytes).toFixed(2)}`);
  }
  console.log(`  state bytes a resource: ${texts.join(", ")}`);
}
