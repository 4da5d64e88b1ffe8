import type { ErrorCode } from "@fuzhen/shared/errors.ts";
import type { FileInfo, PageFlaw } from "@fuzhen/shared/files/file.schema.ts";

/** What is stored on the phone until the file is part of a report: enough to continue after a restart. */
export interface StoredUpload {
  /** The uploadKey of the contract: a repeated creation with it is the same upload. */
  key: string;
  accountId: string;
  patientId: string;
  name: string;
  file: Blob;
  /** Where tus put it; null before the server has answered the creation. */
  url: string | null;
  /** Order of the tiles. */
  addedAt: number;
}

/**
 * queued → uploading → (waiting, when the line is gone → uploading) → processing → ready or refused. `failed` is an
 * upload that the server would not take; it can be tried again or removed.
 */
export type UploadState = "queued" | "uploading" | "waiting" | "processing" | "ready" | "refused" | "failed";

/** What a tile shows. Never changed in place: a new object a change. */
export interface UploadItem {
  key: string;
  patientId: string;
  name: string;
  bytes: number;
  sent: number;
  state: UploadState;
  /** Why it was refused or failed. */
  reason: ErrorCode | null;
  fileId: string | null;
  /** Of the file, once it is read. */
  pages: number;
  /** Of its pages that are read, those with which something is wrong; `page` from 1. */
  flaws: readonly { page: number; flaw: PageFlaw }[];
  /** Its pages as the server shows them, once they are read. */
  displays: readonly string[];
  /** The server's small picture once it is ready. */
  thumb: string | null;
  /** The picture on the phone, as an object URL; null for what is no picture. */
  preview: string | null;
}

export function itemOf(stored: StoredUpload): UploadItem {
  const { key, patientId, name, file } = stored;
  return {
    key,
    patientId,
    name,
    bytes: file.size,
    sent: 0,
    state: "queued",
    reason: null,
    fileId: null,
    pages: 0,
    flaws: [],
    displays: [],
    thumb: null,
    preview: file.type.startsWith("image/") ? URL.createObjectURL(file) : null,
  };
}

/** The part of a tile that the server decides. */
export function factsOf(file: FileInfo): Partial<UploadItem> {
  if (file.status === "uploading") return { fileId: file.id };
  return {
    fileId: file.id,
    sent: file.bytes,
    state: file.status,
    reason: file.refusal,
    pages: file.pages.length,
    flaws: file.pages.flatMap(({ flaw }, index) => (flaw ? [{ page: index + 1, flaw }] : [])),
    displays: file.pages.map(({ display }) => display),
    thumb: file.pages[0]?.thumb ?? null,
  };
}

/** Completely uploaded, so it can be used in a report. */
export const isDelivered = (item: UploadItem) => item.state === "processing" || item.state === "ready";
/** The person has to act: remove it or retry. */
export const needsMending = (item: UploadItem) => item.state === "refused" || item.state === "failed";
