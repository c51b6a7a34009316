/** Returns the parameters of an address with other values of some. Null and the empty string take one away. */
export function withParams(
  params: URLSearchParams,
  values: Readonly<Record<string, string | null>>,
): URLSearchParams {
  const out = new URLSearchParams(params);
  for (const [name, value] of Object.entries(values)) {
    if (value === null || value === '') out.delete(name);
    else out.set(name, value);
  }
  return out;
}

/** Returns a value for the address, which omits the default. */
export function unlessDefault<T extends string>(value: T, standard: NoInfer<T>): T | null {
  return value === standard ? null : value;
}
