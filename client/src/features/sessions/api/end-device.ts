import { api } from "../../../lib/api/client.ts";

/** Signs one's own other device out, at once and wherever it is. */
export const endDevice = (input: { sessionId: string }) => api.sessions.endDevice(input);

export const endOtherDevices = () => api.sessions.endOtherDevices();
