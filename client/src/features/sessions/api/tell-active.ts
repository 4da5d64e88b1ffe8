import { api } from "../../../lib/api/client.ts";

/** The person is there; answers when the session would end without another sign of them. */
export const tellActive = () => api.sessions.active();
