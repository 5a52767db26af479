import { openSenses } from "./open-senses.ts";
import { threadPort } from "./thread-port.ts";
import { runVoiceProgram } from "./voice-program.ts";

/* The voice thread: what src/voice/voice-thread.ts starts as a Worker. */

runVoiceProgram(threadPort, openSenses);
