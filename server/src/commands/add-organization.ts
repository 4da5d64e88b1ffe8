import { randomBytes } from "node:crypto";
import { readFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { z } from "zod";
import { accessRulesSchema } from "@fuzhen/shared/organizations/organization.schema.ts";
import { personNameSchema, phoneSchema, textSchema } from "@fuzhen/shared/fields.ts";
import { HOSPITAL_ZONE } from "@fuzhen/shared/time.ts";
import { createStaffUser } from "../modules/users/index.ts";
import { addOrganization } from "../modules/organizations/index.ts";
import { runCommand } from "../operator.ts";
import { systemContext } from "../platform/context.ts";
import { inTransaction } from "../platform/database.ts";
import { AppError } from "../platform/errors.ts";

// add-organization FILE.json | --name … --level … --licence … --address … --admin-name … --admin-phone …
// Registers an institution with its first security admin, who lets all others in: no endpoint does this (R64).
// Says the one-time initial password once, and nothing else that is secret. Works beside a running server or without one.
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    name: { type: "string" },
    level: { type: "string" },
    licence: { type: "string" },
    address: { type: "string" },
    "time-zone": { type: "string" },
    "admin-name": { type: "string" },
    "admin-phone": { type: "string" },
  },
});

const inputSchema = z.object({
  name: textSchema(80),
  level: textSchema(40),
  licenceNumber: textSchema(40),
  address: textSchema(200),
  timeZone: z.string().default(HOSPITAL_ZONE),
  /** 诊疗科目 on the paper licence; online departments stay within them (R2). Empty: not recorded. */
  registeredCodes: z.array(z.string()).default([]),
  /** Only what differs from the house's defaults. */
  visitSettings: z
    .strictObject({
      opensMinutesBefore: z.int().min(0),
      cancelMinutesBefore: z.int().min(0),
      closesMinutesAfter: z.int().min(0),
      ...accessRulesSchema.shape,
    })
    .partial()
    .default({}),
  admin: z.object({ name: personNameSchema, phone: phoneSchema }),
});

async function readInput(): Promise<z.infer<typeof inputSchema>> {
  const [file] = positionals;
  const given: unknown = file
    ? JSON.parse(await readFile(file, "utf8"))
    : {
        ...values,
        licenceNumber: values.licence,
        ...(values["time-zone"] ? { timeZone: values["time-zone"] } : {}),
        admin: { name: values["admin-name"], phone: values["admin-phone"] },
      };
  const read = inputSchema.safeParse(given);
  if (read.success) return read.data;
  throw new Error(read.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`).join("\n"));
}

/** 96 bits, to be typed once by hand. */
const oneTimePassword = () => (randomBytes(12).toString("hex").match(/.{6}/g) ?? []).join("-");

await runCommand({ create: true }, async ({ services, say }) => {
  const { admin, ...organization } = await readInput();
  const ctx = systemContext(services, "add-organization");
  const password = oneTimePassword();
  try {
    const added = await inTransaction(ctx, async () => {
      const record = await addOrganization(ctx, organization);
      await createStaffUser(ctx, {
        phone: admin.phone,
        password,
        role: "admin",
        duty: "security",
        organizationId: record.id,
        organizationName: record.name,
        displayName: admin.name,
        mustChangePassword: true,
      });
      return record;
    });
    say(`organization ${added.id}`);
    say(`initial password of the security admin, said once: ${password}`);
    return 0;
  } catch (error) {
    // Run again with the same number: what is there stays, and no second password is made.
    if (error instanceof AppError && error.code === "phone_taken")
      throw new Error("this number has an account already", { cause: error });
    throw error;
  }
});
