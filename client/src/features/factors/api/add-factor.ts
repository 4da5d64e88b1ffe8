import { api } from "../../../lib/api/client.ts";
import { createPasskey, sayOfPasskey } from "../../../lib/passkey.ts";

/** A secret for an authenticator app; it counts once a code of it was sent back. */
export const beginTotp = () => api.factors.beginTotp();

export const addTotp = (input: { name: string; code: string }) => api.factors.addTotp(input);

/** Has the browser or phone make a passkey, and keeps its public half. */
export async function addPasskey({ name }: { name: string }) {
  const { options } = await api.factors.beginPasskey();
  const response = await createPasskey(options);
  return api.factors.addPasskey({ name, response }).catch(sayOfPasskey);
}
