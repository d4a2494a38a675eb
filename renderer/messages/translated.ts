/** The keys of a texts object, with every literal widened to `string`. */
export type Plain<T> = { readonly [K in keyof T]: T[K] extends string ? string : Plain<T[K]> };

type Singular<K> = K extends `${string}_one` ? K : never;

/** A language's texts: every English key; singular forms are optional, because many languages have none. */
export type Translated<T> = {
  readonly [K in Exclude<keyof T, Singular<keyof T>>]: T[K] extends string ? string : Translated<T[K]>;
} & { readonly [K in Singular<keyof T>]?: string };
