import type { EventData, EventName, RequestData, RequestName, RequestReply } from '../protocol/index.ts';

/**
 * `connecting`: a socket is being opened or greeted. `waiting`: for the next attempt. `refused`: not signed in,
 * or not allowed. `outdated`: the page must be loaded anew.
 */
export type SignalState = 'stopped' | 'connecting' | 'open' | 'waiting' | 'refused' | 'outdated';

export interface SignalOptions {
  as: 'person' | 'guest';
  /** WebSocket address; the page's own server by default. */
  url?: string;
}

export interface SignalClientApi {
  readonly state: SignalState;
  subscribe(listener: (state: SignalState) => void): () => void;
  start(): void;
  stop(): void;
  request<Name extends RequestName>(
    name: Name,
    data: RequestData<Name>,
    options?: { signal?: AbortSignal; timeoutMs?: number },
  ): Promise<RequestReply<Name>>;
  on<Name extends EventName>(name: Name, handler: (data: EventData<Name>) => void): () => void;
}

export declare const SignalClient: new (options: SignalOptions) => SignalClientApi;
