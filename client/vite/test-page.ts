import { MessageChannel } from "node:worker_threads";

// Every browser has it and happy-dom has not; the VM in which a test file runs has no more than happy-dom. antd's forms
// tell through it what has changed.
Object.assign(globalThis, { MessageChannel });
