/** A LiveKit server and the keys to it. */
export interface LivekitAccess {
  /** ws or wss, as this server reaches it. */
  url: string;
  /** The same, as people's browsers reach it. */
  publicUrl: string;
  apiKey: string;
  apiSecret: string;
}
