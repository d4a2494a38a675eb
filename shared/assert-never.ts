/** Closes a switch over a union: compiles only when every member was handled; throws if an unknown one arrives. */
export function assertNever(value: never): never {
  throw new Error(`Unhandled value: ${JSON.stringify(value)}`);
}
