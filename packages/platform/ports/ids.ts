/** Makes identifiers in the application, so that no database sequence is a bottleneck or a secret shared state. */
export interface Ids {
  /** UUIDv7: sorts by time of making. */
  uuid(): string;
  /** A secret of `bytes` random bytes, base64url. */
  secret(bytes: number): string;
}
