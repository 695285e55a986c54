const NAME_WIDTH = 38;
const CELL_WIDTH = 11;

/** Prints a row of a table of measures: its name, and cells to the right. */
export function printRow(name: string, cells: readonly (string | number)[]): void {
  console.log(
    `  ${name.padEnd(NAME_WIDTH)}${cells.map((cell) => String(cell).padStart(CELL_WIDTH)).join("")}`,
  );
}
