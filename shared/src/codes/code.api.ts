import { endpoint } from "../endpoint.ts";
import { codeSentSchema, sendCodeInputSchema } from "./code.schema.ts";

/** Codes by text message: proof that a number is the caller's own. */
export const codesApi = {
  sendCode: endpoint("public", ["sms_unavailable"], { limit: "code" })
    .route({ method: "POST", path: "/codes", successStatus: 201, tags: ["codes"] })
    .input(sendCodeInputSchema)
    .output(codeSentSchema),
};
