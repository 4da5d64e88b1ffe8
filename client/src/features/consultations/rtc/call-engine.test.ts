// @vitest-environment node
import { describe, expect, it } from "vitest";
import { connectedPair, FakeRoom } from "./testing/fake-call.ts";
import { settle } from "./testing/fake-clock.ts";
import { endTrack, FakeDevices } from "./testing/fake-media.ts";

describe("a call of two", () => {
  it("connects with one audio and one video section each way", async () => {
    const { patient, specialist } = await connectedPair();
    for (const person of [patient, specialist]) {
      const { phase, remote, startedAt } = person.engine.getSnapshot();
      expect(phase).toBe("connected");
      expect(startedAt).not.toBeNull();
      expect(remote?.stream?.getTracks()).toHaveLength(2);
      expect(remote?.media).toEqual({ audio: true, video: true });
      expect(person.connection.getTransceivers().map((section) => section.sender.track?.kind)).toEqual([
        "audio",
        "video",
      ]);
    }
  });

  it.each(["patient", "specialist"] as const)("comes back when the %s reloads", async (who) => {
    const pair = await connectedPair();
    const stays = who === "patient" ? pair.specialist : pair.patient;
    const old = stays.connection;
    pair[who].closePage();
    expect(stays.engine.getSnapshot().phase).toBe("connected");
    const back = pair.room.person(who);
    await back.engine.start();
    await settle();
    stays.connection.become("connected");
    back.connection.become("connected");
    expect(stays.connections).toHaveLength(2);
    expect(old.connectionState).toBe("closed");
    for (const person of [stays, back]) expect(person.engine.getSnapshot().phase).toBe("connected");
    expect(stays.engine.getSnapshot().remote?.peerId).toBe(back.peerId);
  });

  it("keeps media while signalling is lost and swaps without a gap when it is back under a new id", async () => {
    const { patient, specialist } = await connectedPair();
    const phases: string[] = [];
    specialist.engine.subscribe(() => phases.push(specialist.engine.getSnapshot().phase));
    patient.loseSignalling();
    patient.emit({ type: "reconnected" });
    await settle();
    specialist.connection.become("connected");
    patient.connection.become("connected");
    expect(new Set(phases)).toEqual(new Set(["connected"]));
    expect(specialist.connections.map(({ connectionState }) => connectionState)).toEqual(["closed", "connected"]);
  });

  it("waits again when the other is gone and silent", async () => {
    const { patient, specialist } = await connectedPair();
    patient.closePage();
    specialist.connection.become("disconnected");
    expect(specialist.engine.getSnapshot()).toMatchObject({ phase: "waiting-for-peer", remote: null });
  });

  it("restarts ICE two seconds after 'disconnected'", async () => {
    const { room, specialist } = await connectedPair();
    specialist.connection.become("disconnected");
    expect(specialist.engine.getSnapshot().phase).toBe("reconnecting");
    await room.clock.advance(1999);
    expect(specialist.connection.restarts).toHaveLength(0);
    await room.clock.advance(1);
    expect(specialist.connection.restarts).toHaveLength(1);
  });

  it("ignores signals of unknown peers", async () => {
    const { patient } = await connectedPair();
    patient.emit({
      type: "signal",
      from: "stranger",
      description: { type: "offer", sdp: "x" },
      media: { audio: false, video: false },
    });
    patient.emit({ type: "peer-left", peerId: "stranger" });
    await settle();
    expect(patient.connections).toHaveLength(1);
    expect(patient.engine.getSnapshot().remote?.media.video).toBe(true);
  });

  it("hangs up once, stops the devices and leaves no timer", async () => {
    const { room, patient, specialist } = await connectedPair();
    await Promise.all([patient.engine.hangUp(), patient.engine.hangUp()]);
    await patient.engine.hangUp();
    expect(patient.leaves).toBe(1);
    expect(patient.engine.getSnapshot()).toMatchObject({ phase: "ended", reason: "hung-up", remote: null });
    expect(patient.devices?.given.every((track) => track.readyState === "ended")).toBe(true);
    specialist.emit({ type: "ended", reason: "hung-up" });
    expect(specialist.engine.getSnapshot().phase).toBe("ended");
    expect(specialist.leaves).toBe(0);
    expect(room.clock.pending).toBe(0);
  });

  it("says when the server refuses the join", async () => {
    const patient = new FakeRoom().person("patient");
    patient.joinError = new Error("no");
    await patient.engine.start();
    expect(patient.engine.getSnapshot()).toMatchObject({ phase: "failed", reason: "join-failed" });
  });
});

describe("own media", () => {
  it.each([
    ["NotAllowedError", "permission-denied"],
    ["NotFoundError", "not-found"],
    ["NotReadableError", "in-use"],
  ])("goes on with the voice alone when the camera fails with %s", async (name, cause) => {
    const devices = new FakeDevices();
    devices.errors.set("audio+video", name).set("video", name);
    const { engine } = new FakeRoom().person("patient", devices);
    await engine.start();
    expect(engine.getSnapshot()).toMatchObject({
      phase: "waiting-for-peer",
      local: { microphone: "on", camera: "unavailable", problem: { cause, kinds: ["video"] } },
    });
  });

  it("joins to see and hear when everything is denied, and asks at most twice", async () => {
    const devices = new FakeDevices();
    for (const kinds of ["audio+video", "audio", "video"]) devices.errors.set(kinds, "NotAllowedError");
    const { engine } = new FakeRoom().person("patient", devices);
    await engine.start();
    expect(devices.asked).toHaveLength(2);
    expect(engine.getSnapshot().local).toMatchObject({ stream: null, problem: { cause: "permission-denied" } });
    devices.errors.clear();
    await engine.setMicrophone(true);
    await engine.setCamera(true);
    expect(engine.getSnapshot().local).toMatchObject({ microphone: "on", camera: "on" });
    expect(engine.getSnapshot().local.problem).toBeUndefined();
  });

  it("names an insecure page", async () => {
    const { engine } = new FakeRoom().person("patient", null);
    await engine.start();
    expect(engine.getSnapshot().local.problem?.cause).toBe("insecure-context");
  });

  it("tells the other side and replaces tracks without a new offer", async () => {
    const { room, patient, specialist } = await connectedPair();
    const before = room.relayed.length;
    await patient.engine.setMicrophone(false);
    await patient.engine.setCamera(false);
    await settle();
    expect(specialist.engine.getSnapshot().remote?.media).toEqual({ audio: false, video: false });
    const [audio, video] = patient.connection.getTransceivers();
    expect([audio?.sender.track?.enabled, video?.sender.track]).toEqual([false, null]);
    await patient.engine.setCamera(true);
    await settle();
    expect(video?.sender.track?.readyState).toBe("live");
    expect(specialist.engine.getSnapshot().remote?.media.video).toBe(true);
    expect(room.relayed.slice(before).some(({ description }) => description)).toBe(false);
  });

  it("switches between front and back, and goes back when the other camera fails", async () => {
    const { patient } = await connectedPair();
    const { devices, engine } = patient;
    if (!devices) throw new Error("no devices");
    devices.cameras = [
      { deviceId: "front", facingMode: "user" },
      { deviceId: "back", facingMode: "environment" },
    ];
    devices.dispatchEvent(new Event("devicechange"));
    await settle();
    expect(engine.getSnapshot().local.canSwitchCamera).toBe(true);
    await engine.setCamera(false);
    await engine.setCamera(true);
    await engine.switchCamera();
    const video = () =>
      engine
        .getSnapshot()
        .local.stream?.getTracks()
        .find((track) => track.kind === "video");
    expect(video()?.getSettings().facingMode).toBe("environment");
  });

  it("notices an unplugged camera and opens it again on demand", async () => {
    const { patient } = await connectedPair();
    const track = patient.devices?.given.find(({ kind }) => kind === "video");
    if (!track) throw new Error("no camera");
    endTrack(track);
    expect(patient.engine.getSnapshot().local).toMatchObject({
      camera: "unavailable",
      problem: { cause: "device-lost" },
    });
    await patient.engine.setCamera(true);
    expect(patient.engine.getSnapshot().local.camera).toBe("on");
    expect(patient.engine.getSnapshot().local.problem).toBeUndefined();
  });

  it("stops a camera that was granted after hanging up", async () => {
    const { devices, engine } = new FakeRoom().person("patient");
    const starting = engine.start();
    await engine.hangUp();
    await starting;
    expect(devices?.given.every((track) => track.readyState === "ended")).toBe(true);
    expect(engine.getSnapshot().phase).toBe("ended");
  });
});
