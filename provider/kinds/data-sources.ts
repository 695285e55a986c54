interface DataSourceDto {
  readonly name: string;
  readonly value: string;
}

/** Data sources as VCC carries them, in the order of their keys: VCC gives the order no meaning. */
export function toDataSourceDtos(dataSources: Readonly<Record<string, string>> = {}): DataSourceDto[] {
  return Object.keys(dataSources)
    .sort()
    .map((name) => ({ name, value: dataSources[name] ?? "" }));
}

/** Data sources as programs write them. */
export function fromDataSourceDtos(dtos: readonly DataSourceDto[] = []): Record<string, string> {
  return Object.fromEntries(
    [...dtos].sort((a, b) => (a.name < b.name ? -1 : 1)).map(({ name, value }) => [name, value]),
  );
}
