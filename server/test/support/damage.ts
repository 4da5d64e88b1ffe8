import { mkdir, readFile, rename, rm, truncate, writeFile } from "node:fs/promises";
import path from "node:path";
import mongoose from "mongoose";
import { uploadedBytes } from "./make-file.ts";
import type { TestApp } from "./test-app.ts";

/** Harm done past the house's own code, as a bad disk, a careless hand or an intruder would. */
export interface Damage {
  /** The row (or thing) that a check should name. */
  row: string;
  undo(): Promise<unknown>;
}
type Fields = Record<string, unknown>;

const rows = (collection: string) => mongoose.connection.collection(collection);

async function one(collection: string, filter: Fields): Promise<mongoose.mongo.WithId<mongoose.mongo.Document>> {
  const row = await rows(collection).findOne(filter);
  if (!row) throw new Error(`no row in ${collection} to harm`);
  return row;
}

/** Writes fields over in one row. */
export async function write(collection: string, fields: Fields, filter: Fields = {}): Promise<Damage> {
  const row = await one(collection, filter);
  await rows(collection).updateOne({ _id: row._id }, { $set: fields });
  return { row: String(row._id), undo: () => rows(collection).replaceOne({ _id: row._id }, row) };
}

/** Takes a row away; `names` is the row that is then left hanging. */
export async function lose(
  collection: string,
  filter: Fields,
  names: (lost: mongoose.mongo.Document) => unknown = ({ _id }) => _id,
): Promise<Damage> {
  const row = await one(collection, filter);
  await rows(collection).deleteOne({ _id: row._id });
  return { row: String(names(row)), undo: () => rows(collection).insertOne(row) };
}

/** Adds a row like one that is there. */
export async function copy(collection: string, fields: Fields, filter: Fields = {}): Promise<Damage> {
  const row = { ...(await one(collection, filter)), _id: new mongoose.Types.ObjectId(), ...fields };
  await rows(collection).insertOne(row);
  return { row: String(row._id), undo: () => rows(collection).deleteOne({ _id: row._id }) };
}

/** Swaps a sealed field with that of another row of the collection: each is a good seal, in the wrong place. */
export async function swapSeals(collection: string, field: string, filter: Fields = {}): Promise<Damage> {
  const row = await one(collection, filter);
  const other = await one(collection, { ...filter, _id: { $ne: row._id } });
  return write(collection, { [field]: other[field] as unknown }, { _id: row._id });
}

/** A file under DATA_DIR whose path ends so. */
export async function findBytes(app: TestApp, ending: string): Promise<string> {
  const found = (await uploadedBytes(app)).find((file) => file.endsWith(ending));
  if (!found) throw new Error(`no bytes that end in ${ending}`);
  return found;
}

export async function hideBytes(file: string, row: string): Promise<Damage> {
  await rename(file, `${file}.hidden`);
  return { row, undo: () => rename(`${file}.hidden`, file) };
}

export async function cutBytes(file: string, row: string): Promise<Damage> {
  const whole = await readFile(file);
  await truncate(file, whole.length - 1);
  return { row, undo: () => writeFile(file, whole) };
}

/** Bytes that nobody announced. */
export async function addBytes(app: TestApp, folder: string, name: string): Promise<Damage> {
  const file = path.join(app.ctx.env.DATA_DIR, folder, name);
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, "stray");
  return { row: name, undo: () => rm(file) };
}
