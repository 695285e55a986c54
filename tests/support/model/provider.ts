import type { Bag } from "../../../provider/lifecycle/lifecycle";

/** What an engine asks of a provider. `ProviderProcess` is one over gRPC. */
export interface Provider {
  check(olds: Bag, news: Bag): Promise<{ readonly inputs: Bag; readonly reasons: readonly string[] }>;
  diff(
    id: string,
    olds: Bag,
    news: Bag,
  ): Promise<{
    readonly changes: "none" | "some" | "unknown";
    readonly replaces: readonly string[];
    readonly deleteBeforeReplace: boolean;
  }>;
  create(inputs: Bag): Promise<{ readonly id: string; readonly properties: Bag }>;
  /** An empty id means that the object is gone. */
  read(
    id: string,
    properties: Bag,
  ): Promise<{ readonly id: string; readonly properties: Bag; readonly inputs: Bag | undefined }>;
  update(id: string, olds: Bag, news: Bag): Promise<Bag>;
  delete(id: string, properties: Bag): Promise<void>;
}

/** What a failed operation has made all the same. */
export interface HalfMade {
  readonly id: string;
  readonly properties: Bag;
}
