import { appendFile, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { linesAsWritten } from "../../provider/files/lines-as-written";

let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "pulumi-vcc-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** A file with its lines, and its writer's end. */
function writtenFile() {
  const file = join(folder, "log");
  const end = { well: (): void => undefined, badly: (_reason: Error): void => undefined };
  const written = new Promise<void>((resolve, reject) => {
    end.well = resolve;
    end.badly = reject;
  });
  const lines = linesAsWritten(file, written);
  return {
    end,
    write: (text: string | Buffer) => appendFile(file, text),
    next: async () => (await lines.next()).value as string | undefined,
  };
}

test("a line is read once it has its end, while the file is being written", async () => {
  const { write, next, end } = writtenFile();
  await write("one\ntw");
  expect(await next()).toBe("one");
  await write("o\nthree\n");
  expect(await next()).toBe("two");
  expect(await next()).toBe("three");
  end.well();
  expect(await next()).toBeUndefined();
});

test("a line that takes many looks is one", async () => {
  const { write, next, end } = writtenFile();
  const long = "a".repeat(3_000_000);
  await write(`${long}\n\nb`);
  expect(await next()).toBe(long);
  expect(await next()).toBe("");
  end.well();
  expect(await next()).toBe("b");
  expect(await next()).toBeUndefined();
});

test("a line is waited for, of a file that isn't there yet, too", async () => {
  const { write, next, end } = writtenFile();
  const line = next();
  await write("one\n");
  expect(await line).toBe("one");
  end.well();
  expect(await next()).toBeUndefined();
});

test("a character that is written in two pieces is one", async () => {
  const { write, next, end } = writtenFile();
  const bytes = Buffer.from("größer\nx\n");
  await write(bytes.subarray(0, 3));
  const line = next();
  await write(bytes.subarray(3));
  expect(await line).toBe("größer");
  expect(await next()).toBe("x");
  end.well();
  expect(await next()).toBeUndefined();
});

test.each([
  { what: "ends well", ends: ({ end }: ReturnType<typeof writtenFile>) => end.well() },
  {
    what: "is killed",
    ends: ({ end }: ReturnType<typeof writtenFile>) => end.badly(new Error("killed")),
  },
])("of a writer that $what, the last line is read without its end, too", async ({ ends }) => {
  const file = writtenFile();
  await file.write("one\ncut o");
  ends(file);
  expect(await file.next()).toBe("one");
  expect(await file.next()).toBe("cut o");
  expect(await file.next()).toBeUndefined();
});

test("of a writer that writes nothing, there are no lines", async () => {
  const { next, end } = writtenFile();
  end.well();
  expect(await next()).toBeUndefined();
});
