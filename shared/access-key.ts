/** The header that carries the access key of a server that only this app may use. */
export const accessKeyHeader = "x-access-key";
