import { QueryClientProvider } from "@tanstack/react-query";
import { useEffect, useState, type ReactNode } from "react";
import { createQueryClient } from "../lib/query-client.ts";
import { onSignOut } from "../lib/session.tsx";
import { Toaster } from "../ui/shared/Toaster.tsx";
import { ErrorBoundary } from "./ErrorBoundary.tsx";

export function Providers({ children }: { children: ReactNode }) {
  const [queryClient] = useState(createQueryClient);
  useEffect(() => onSignOut(() => queryClient.clear()), [queryClient]);
  return (
    <ErrorBoundary>
      <QueryClientProvider client={queryClient}>
        {children}
        <Toaster />
      </QueryClientProvider>
    </ErrorBoundary>
  );
}
