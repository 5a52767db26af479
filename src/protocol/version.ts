/** Version of the frames on `/chrome` that this build speaks. */
export const PROTOCOL_VERSION = 3;

/** Extensions that speak an older version than this are refused with `protocol_too_old`. */
export const OLDEST_PROTOCOL_VERSION = 1;

/** One line for each change of the frames, newest last. */
export const PROTOCOL_HISTORY = [
  { version: 1, change: "The first version." },
  {
    version: 2,
    change:
      "The failures permission_needed, page_crashed, page_unresponsive, wrong_file_kind and user_took_over; the event permitted; files in tool_result.",
  },
  { version: 3, change: "The frames question_opened, question_closed and answer_question." },
] as const;

/** How long a new socket may stay silent before it is refused. */
export const HELLO_DEADLINE_MS = 5_000;

/** How often both sides send a `ping`. Under 30 s, or Chrome ends the extension's worker. */
export const HEARTBEAT_MS = 20_000;

/** The largest frame either side accepts, in bytes. */
export const MAX_FRAME_BYTES = 16 * 1024 * 1024;

/** How deep a value inside a frame may nest. */
export const MAX_DEPTH = 64;
