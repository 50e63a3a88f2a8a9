export interface BlobStat {
  readonly hash: string;
  readonly type: string;
  readonly size: number;
}

/** Photos and evidence by content hash (SHA-256, hex). Writing the same bytes twice is one blob. Durable when `put` resolves. */
export interface Blob {
  put(bytes: Uint8Array, type: string): Promise<BlobStat>;
  get(hash: string): Promise<{ stat: BlobStat; bytes: Uint8Array } | null>;
  health(): Promise<{ ok: boolean; detail: string }>;
}
