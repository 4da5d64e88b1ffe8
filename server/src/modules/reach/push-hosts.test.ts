import { describe, expect, it } from "vitest";
import { allowedEndpoint, pushHosts } from "./push-hosts.ts";

const development = { NODE_ENV: "development", PUSH_HOSTS: undefined } as const;
const named = { NODE_ENV: "production", PUSH_HOSTS: "push.example, *.below.example" } as const;

describe("where a notice may go", () => {
  it.each([
    "https://fcm.googleapis.com/fcm/send/abc",
    "https://updates.push.services.mozilla.com/wpush/v2/abc",
    "https://web.push.apple.com/abc",
    "https://wns2-par02p.notify.windows.com/w/?token=abc",
  ])("known browsers: %s", (endpoint) => expect(allowedEndpoint(development, endpoint)?.href).toBe(endpoint));

  it.each([
    "",
    "nothing",
    "http://fcm.googleapis.com/fcm/send/abc",
    "https://fcm.googleapis.com:8443/fcm",
    "https://user:word@fcm.googleapis.com/",
    "https://fcm.googleapis.com.evil.example/",
    "https://evil.example/?fcm.googleapis.com",
    "https://evil.example#@fcm.googleapis.com",
    "https://push.apple.com.evil.example/",
    "https://evilpush.apple.com/",
    "https://push.apple.com/",
    "https://127.0.0.1/",
    "https://[::1]/",
    "https://169.254.169.254/latest/meta-data/",
    "http://localhost:3000/api",
    "file:///etc/passwd",
    "javascript:alert(1)",
  ])("nowhere else: %s", (endpoint) => {
    expect(allowedEndpoint(development, endpoint)).toBeNull();
    expect(allowedEndpoint(named, endpoint)).toBeNull();
  });

  it("production knows none that is not named, and no plain http even then", () => {
    expect(pushHosts({ NODE_ENV: "production", PUSH_HOSTS: undefined })).toEqual([]);
    expect(allowedEndpoint(named, "https://push.example/1")).not.toBeNull();
    expect(allowedEndpoint(named, "https://a.below.example/1")).not.toBeNull();
    expect(allowedEndpoint(named, "https://below.example/1")).toBeNull();
    const plain = "http://127.0.0.1:9000";
    expect(allowedEndpoint({ NODE_ENV: "production", PUSH_HOSTS: plain }, `${plain}/1`)).toBeNull();
    expect(allowedEndpoint({ NODE_ENV: "test", PUSH_HOSTS: plain }, `${plain}/1`)).not.toBeNull();
  });
});
