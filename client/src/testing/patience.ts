import { configure } from "@testing-library/react";

// As in scripts/patience.ts: a second is little on a busy machine.
configure({ asyncUtilTimeout: 30_000 });
