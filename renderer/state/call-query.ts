import { infiniteQueryOptions, type QueryKey, queryOptions } from "@tanstack/react-query";
import type { CallInput, CallName, CallOutput } from "../../shared/ipc/contract.ts";
import type { Client, InputOf } from "../bridge/client.ts";

/** The cache key of a call: its name, followed by its input where it has one. A name alone matches every input. */
export function callKey<N extends CallName>(name: N, ...input: Partial<InputOf<N>>): QueryKey {
  return [name, ...input];
}

/**
 * Query options for one call of the contract; key and types follow from its name. The query client's default query
 * function makes the call (query-client.ts).
 */
export function callQuery<N extends CallName>(name: N, ...input: InputOf<N>) {
  return queryOptions<CallOutput<N>>({ queryKey: callKey(name, ...input) });
}

/** Infinite query options for a call that answers in pages, counted from 1; `nextPage` returns undefined after the last. */
export function callPages<N extends CallName>(
  client: Client,
  name: N,
  inputOf: (page: number) => CallInput<N>,
  nextPage: (last: CallOutput<N>) => number | undefined,
) {
  return infiniteQueryOptions({
    queryKey: [name, inputOf(1)],
    queryFn: ({ pageParam }) => client.call(name, ...([inputOf(pageParam)] as unknown as InputOf<N>)),
    initialPageParam: 1,
    getNextPageParam: nextPage,
  });
}
