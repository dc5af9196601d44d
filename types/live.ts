import {
  REALTIME_SUBSCRIBE_STATES,
  type RealtimeChannel,
  type SupabaseClient,
} from '@supabase/supabase-js';

/**
 * A device that is here, as it says of itself: for people to see, and no proof of anything. Realtime lets only members of
 * an organisation into its channel, but does not look at what they show there: a member can show another's id. Only the
 * devices of `mine` are this person's for certain.
 */
export interface PresentDevice {
  /** Whose it says it is; the name is in `organization_members`, by `user_id`. */
  userId: string;
  deviceId: string;
  state: 'idle' | 'syncing' | 'offline';
}

/** Who is here at this moment. */
export interface Presence {
  /** This person's devices, this one among them. */
  mine: PresentDevice[];
  /** Everybody's devices, by organisation id; of those that are followed. */
  organizations: Record<string, PresentDevice[]>;
}

export interface LiveOptions {
  supabase: SupabaseClient;
  /** A uuid. */
  deviceId: string;
  /** Something changed; so many devices may have been told of it. */
  onPoke(devices: number): void;
  /** A channel was joined, perhaps not for the first time: what was said before is not known. */
  onJoined(isAgain: boolean): void;
  /** A channel was lost; it is being looked for. */
  onLost(): void;
  onPresence(presence: Presence): void;
}

/** A channel, and what has become of it. */
interface Room {
  channel: RealtimeChannel | undefined;
  isJoined: boolean;
  joinedAt: number;
  failures: number;
  timer: ReturnType<typeof setTimeout> | undefined;
}

const LONGEST_BACKOFF_MS = 60_000;
/** A state that does not last as long is shown to nobody: most syncs are over before. */
const STATE_PAUSE_MS = 500;

/**
 * The private channels `sync:<scope id>` of a person and of organisations: the server pokes there when something
 * changed, and devices show that they are here.
 */
export class Live {
  readonly #options: LiveOptions;
  readonly #rooms = new Map<string, Room>();
  #userId = '';
  #state: PresentDevice['state'] = 'idle';
  #shown: PresentDevice['state'] = 'idle';
  #stateTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(options: LiveOptions) {
    this.#options = options;
  }

  /** Whether every poke arrives. */
  get isComplete(): boolean {
    return this.#rooms.size > 0 && [...this.#rooms.values()].every(({ isJoined }) => isJoined);
  }

  /** Joins these channels, and leaves all others. */
  follow(userId: string, organizationIds: readonly string[]): void {
    this.#userId = userId;
    const wanted = new Set([userId, ...organizationIds]);
    for (const scopeId of this.#rooms.keys()) if (!wanted.has(scopeId)) void this.#leave(scopeId);
    for (const scopeId of wanted) {
      if (this.#rooms.has(scopeId)) continue;
      const room = {
        channel: undefined,
        isJoined: false,
        joinedAt: 0,
        failures: 0,
        timer: undefined,
      };
      this.#rooms.set(scopeId, room);
      void this.#join(scopeId, room);
    }
  }

  /** What this device shows of itself from now on. */
  announce(state: PresentDevice['state']): void {
    this.#state = state;
    this.#stateTimer ??= setTimeout(() => {
      this.#stateTimer = undefined;
      if (this.#shown === this.#state) return;
      this.#shown = this.#state;
      for (const room of this.#rooms.values()) this.#track(room);
    }, STATE_PAUSE_MS);
  }

  async stop(): Promise<void> {
    clearTimeout(this.#stateTimer);
    this.#stateTimer = undefined;
    await Promise.all([...this.#rooms.keys()].map((scopeId) => this.#leave(scopeId)));
    const { supabase } = this.#options;
    if (supabase.getChannels().length === 0) await supabase.realtime.disconnect();
  }

  async #join(scopeId: string, room: Room): Promise<void> {
    const options = this.#options;
    const { supabase, deviceId } = options;
    try {
      // The token of the session as it is now: supabase-js hands on those that are renewed later.
      await supabase.realtime.setAuth();
      const previous = room.channel;
      room.channel = undefined;
      if (previous) await supabase.removeChannel(previous);
      if (this.#rooms.get(scopeId) !== room) return;
      const config = { private: true, presence: { key: deviceId } };
      const channel = supabase.channel(`sync:${scopeId}`, { config });
      room.channel = channel;
      channel
        .on('broadcast', { event: 'changed' }, () => {
          options.onPoke(Object.keys(channel.presenceState()).length);
        })
        .on('presence', { event: 'sync' }, () => this.#tell())
        .subscribe((status) => {
          if (room.channel !== channel || this.#rooms.get(scopeId) !== room) return;
          if (status === REALTIME_SUBSCRIBE_STATES.SUBSCRIBED) this.#joined(room);
          else this.#failed(scopeId, room);
        });
    } catch {
      this.#failed(scopeId, room);
    }
  }

  #joined(room: Room): void {
    clearTimeout(room.timer);
    room.timer = undefined;
    const isAgain = room.joinedAt > 0;
    room.isJoined = true;
    room.joinedAt = Date.now();
    this.#track(room);
    this.#options.onJoined(isAgain);
  }

  /** The socket broke, the server refused or closed the channel: supabase-js mends the first, and this the others. */
  #failed(scopeId: string, room: Room): void {
    // What lasted was no failure; what ends at once again and again is one that grows.
    const hasLasted = room.isJoined && Date.now() - room.joinedAt > LONGEST_BACKOFF_MS;
    room.failures = hasLasted ? 0 : room.failures + 1;
    room.isJoined = false;
    this.#tell();
    this.#options.onLost();
    this.#retryLater(scopeId, room);
  }

  #retryLater(scopeId: string, room: Room): void {
    const pause = Math.min(1_000 * 2 ** (room.failures - 1), LONGEST_BACKOFF_MS);
    room.timer ??= setTimeout(
      () => {
        room.timer = undefined;
        if (room.isJoined || this.#rooms.get(scopeId) !== room) return;
        // Until there is a connection again, which supabase-js looks for, no channel can be joined.
        if (room.channel && !this.#options.supabase.realtime.isConnected()) {
          this.#retryLater(scopeId, room);
        } else {
          void this.#join(scopeId, room);
        }
      },
      pause * (0.5 + Math.random()),
    );
  }

  async #leave(scopeId: string): Promise<void> {
    const room = this.#rooms.get(scopeId);
    this.#rooms.delete(scopeId);
    clearTimeout(room?.timer);
    if (!room?.channel) return;
    // Those who stay are told by the server that this device has gone.
    await this.#options.supabase.removeChannel(room.channel).catch(() => undefined);
    this.#tell();
  }

  #track({ channel, isJoined }: Room): void {
    if (!channel || !isJoined) return;
    const { deviceId } = this.#options;
    const shown = { user_id: this.#userId, device_id: deviceId, state: this.#shown };
    // If it is not heard, nobody sees this device for a while: no harm to anything.
    channel.track(shown).catch(() => undefined);
  }

  #tell(): void {
    const devicesOf = (scopeId: string): PresentDevice[] => {
      const { channel, isJoined } = this.#rooms.get(scopeId) ?? {};
      return channel && isJoined ? presentDevices(channel) : [];
    };
    const organizations = [...this.#rooms.keys()].filter((scopeId) => scopeId !== this.#userId);
    this.#options.onPresence({
      mine: devicesOf(this.#userId),
      organizations: Object.fromEntries(
        organizations.map((scopeId) => [scopeId, devicesOf(scopeId)]),
      ),
    });
  }
}

/** What is shown is written by devices, of any version: what is not as expected is left out. */
function presentDevices(channel: RealtimeChannel): PresentDevice[] {
  const found = new Map<string, PresentDevice>();
  for (const shown of Object.values(channel.presenceState<Record<string, unknown>>()).flat()) {
    const { user_id: userId, device_id: deviceId, state } = shown;
    if (typeof userId !== 'string' || typeof deviceId !== 'string') continue;
    if (state !== 'idle' && state !== 'syncing' && state !== 'offline') continue;
    found.set(deviceId, { userId, deviceId, state });
  }
  return [...found.values()];
}
