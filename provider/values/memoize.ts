/** The same function, which computes each argument's result once, for as long as the function itself is kept. */
export function memoize<Argument, Result>(
  compute: (argument: Argument) => Result,
): (argument: Argument) => Result {
  return remembering(compute, new Map());
}

/** The same function of an immutable object, which computes each object's result once, as long as the object itself is kept. */
export function memoizeByObject<Argument extends object, Result>(
  compute: (argument: Argument) => Result,
): (argument: Argument) => Result {
  return remembering(compute, new WeakMap());
}

interface Results<Argument, Result> {
  has(argument: Argument): boolean;
  get(argument: Argument): Result | undefined;
  set(argument: Argument, result: Result): unknown;
}

function remembering<Argument, Result>(
  compute: (argument: Argument) => Result,
  results: Results<Argument, Result>,
): (argument: Argument) => Result {
  return (argument) => {
    if (!results.has(argument)) results.set(argument, compute(argument));
    return results.get(argument) as Result;
  };
}
