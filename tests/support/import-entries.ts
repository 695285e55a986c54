import type { Bag } from "../../provider/lifecycle/lifecycle";
import type { AccountExport } from "../../provider/export/export-account";

/** One resource of an import file. */
export interface ImportEntry {
  /** `EmailAddress`, `Inbox`, … */
  readonly kind: string;
  readonly name: string;
  /** Kind and name of the parent; "" where that is the stack. */
  readonly parent: string;
  readonly id: string | undefined;
  readonly inputs: Bag;
  readonly outputs: Bag;
}

interface Spec {
  readonly type: string;
  readonly name: string;
  readonly logicalName: string;
  readonly parent?: string;
  readonly id?: string;
  readonly inputs?: Bag;
  readonly outputs?: Bag;
}

/** The resources of an export's import file. */
export function importEntries({ files }: Pick<AccountExport, "files">): ImportEntry[] {
  const { resources } = JSON.parse(files.get("import.json") ?? "{}") as {
    readonly resources: readonly Spec[];
  };
  const byName = new Map(resources.map((spec) => [spec.name, spec]));
  return resources.map(({ type, logicalName, parent, id, inputs = {}, outputs = {} }) => {
    const above = parent === undefined ? undefined : byName.get(parent);
    if (parent !== undefined && above === undefined) throw new Error(`No parent ${parent}`);
    return {
      kind: kindOf(type),
      name: logicalName,
      parent: above === undefined ? "" : `${kindOf(above.type)} ${above.logicalName}`,
      id,
      inputs,
      outputs,
    };
  });
}

function kindOf(type: string): string {
  return type.split(":").at(-1) ?? type;
}
